import { type ChainVerdict, type VerifiedEnd, verifyFrom } from "@/lib/audit/verify-chain";

/** What a look at the audit trail came to, and how much of it was worked out when. */
export interface ChainCheck extends ChainVerdict {
  /** When every entry was last worked out anew; null where the trail is broken. */
  wholeAtMs: number | null;
  /** Entries that were added since, each worked out as it was first seen here. */
  since: number;
}

interface Known {
  end: VerifiedEnd;
  wholeAtMs: number;
  wholeEntries: number;
}

/** Of this process alone: whoever starts it anew verifies the whole, so nothing that is kept anywhere has to be trusted. */
let known: Known | null = null;

/** Verifies the audit trail from where this process last found it whole; all of it the first time, or when that is asked for. */
export async function checkAuditChain({ whole }: { whole: boolean }): Promise<ChainCheck> {
  const before = known;
  const onward = before === null ? null : await verifyFrom(before.end);
  if (before !== null && onward?.end && !whole) {
    known = { ...before, end: onward.end };
    const { entries } = onward;
    return { entries, brokenAt: null, wholeAtMs: before.wholeAtMs, since: entries - before.wholeEntries };
  }
  const atMs = Date.now();
  const all = await verifyFrom(null);
  // A trail that was written anew from some entry on holds together; the end that was found before is then not in it.
  const brokenAt = all.brokenAt ?? onward?.brokenAt ?? null;
  const { entries } = all;
  if (brokenAt !== null) return { entries, brokenAt, wholeAtMs: null, since: 0 };
  known = all.end === null ? null : { end: all.end, wholeAtMs: atMs, wholeEntries: entries };
  return { entries, brokenAt, wholeAtMs: atMs, since: 0 };
}
