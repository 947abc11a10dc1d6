import type { ActionResult } from "@/lib/core/action-result";

/** What the page can do with a case's evidence; each answers in words. */
export interface EvidenceActions {
  loadUploads: (input: { caseId: string; uploadIds: string[] }) => Promise<ActionResult<unknown>>;
  loadFolder: (input: {
    caseId: string;
    path: string;
    reference: boolean;
  }) => Promise<ActionResult<{ files: number; skipped: { name: string; reason: string }[] }>>;
  cancelLoad: (input: { caseId: string; loadId: number }) => Promise<ActionResult<unknown>>;
  loadRest: (input: { caseId: string; loadId: number }) => Promise<ActionResult<unknown>>;
  giveFlowFormat: (input: {
    caseId: string;
    sha256: string;
    format: string;
    all: boolean;
  }) => Promise<ActionResult<unknown>>;
  checkEvidence: (input: { caseId: string }) => Promise<ActionResult<unknown>>;
  removeEvidence: (input: { caseId: string; sha256: string; reason: string }) => Promise<ActionResult<unknown>>;
}
