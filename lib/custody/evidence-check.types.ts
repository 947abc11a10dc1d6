import type { OriginalFault } from "@/lib/custody/check-original";

/** What re-hashing the originals of a case came to, and the audit trail with it. */
export interface EvidenceVerdict {
  files: number;
  bytes: number;
  /** How many are not as they were, and the first thousand of them by name. */
  faulty: number;
  faults: (OriginalFault & { name: string; sha256: string })[];
  audit: {
    entries: number;
    /** Number of the first entry that does not hold; null when all do. */
    brokenAt: string | null;
  };
}

export function holds(verdict: EvidenceVerdict): boolean {
  return verdict.faulty === 0 && verdict.audit.brokenAt === null;
}
