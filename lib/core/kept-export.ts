/** A file that a job makes or made of a case, as people see it. */
export interface KeptExport {
  id: string;
  format: string;
  /** Of the frozen version that it is of; null for the case as it stood. */
  version: number | null;
  masked: boolean;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  step: string;
  done: number;
  total: number;
  name: string | null;
  size: number | null;
  sha256: string | null;
  error: string | null;
  actor: string;
  createdMs: number;
  expiresMs: number | null;
}
