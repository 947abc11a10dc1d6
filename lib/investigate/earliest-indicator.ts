import { compareText } from "@/lib/core/compare-text";
import type { EventRefV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Scope } from "@/lib/investigate/scope";
import { type FirstRecord, firstCall, firstFlow, firstQuery } from "@/lib/investigate/start/first-records";
import type { LatestFinding } from "@/lib/ledger/latest-findings";

/** The earliest of the candidates; at one time flow, dns, api, finding, then by file and number. */
export function earliest(candidates: readonly FirstRecord[]): EventRefV1 | null {
  const kinds: EventRefV1["kind"][] = ["flow", "dns", "api", "finding"];
  const [first] = [...candidates].sort(
    (a, b) =>
      a.atMs - b.atMs ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      compareText(a.sha256, b.sha256) ||
      a.record - b.record,
  );
  if (!first) return null;
  const { atMs, kind, summary, sha256, record } = first;
  return { time: isoInstant(atMs), kind, summary, evidence: { sha256, record } };
}

/** The first record of any source in the window that ties anything to the indicator. */
export async function findEarliestIndicator(
  scope: Scope,
  findings: readonly LatestFinding[],
): Promise<EventRefV1 | null> {
  const found = await Promise.all([firstFlow(scope), firstQuery(scope), firstCall(scope)]);
  const reported = findings.map(
    (finding): FirstRecord => ({
      atMs: finding.firstSeenMs,
      kind: "finding",
      summary: `${finding.type} names ${scope.ip}`,
      sha256: finding.sha256,
      record: finding.record,
    }),
  );
  return earliest([...found.flat(), ...reported]);
}
