import type { CoverageV1, InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";

const STATE_WORDS: Record<string, string> = {
  recorded: "recorded",
  "no-data": "no traffic logged",
  skipped: "skipped",
  absent: "missing",
  "digest-gap": "not vouched for by digests",
  "digest-mismatch": "changed since its digests were made",
};

/** How much of the window each state of one log takes: `recorded 92 %, missing 8 %`. */
export function coverageShares(rows: readonly CoverageV1[], window: InvestigationV1["window"]): string {
  if (window.from === null || window.to === null) return "nothing recorded";
  const length = Date.parse(window.to) - Date.parse(window.from);
  const times = new Map<string, number>();
  for (const { state, from, to } of rows) {
    times.set(state, (times.get(state) ?? 0) + Date.parse(to) - Date.parse(from));
  }
  return [...times]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, ms]) => `${STATE_WORDS[state] ?? state} ${share(ms, length)}`)
    .join(", ");
}

function share(ms: number, length: number): string {
  const percent = (100 * ms) / Math.max(length, 1);
  if (percent >= 100) return "all of the window";
  if (percent > 0 && percent < 1) return "under 1 %";
  // A little that is missing must not read as nothing missing.
  return `${Math.min(99, Math.round(percent))} %`;
}

function ofSubjects(document: InvestigationV1, source: CoverageV1["source"], subjects: ReadonlySet<string>): string {
  const rows = document.coverage.filter((row) => row.source === source && subjects.has(row.subject));
  const bySubject = [...new Set(rows.map(({ subject }) => subject))].map(
    (subject) =>
      `${subject}: ${coverageShares(
        rows.filter((row) => row.subject === subject),
        document.window,
      )}`,
  );
  return bySubject.join("; ");
}

/** What stands behind an instance's silence in each source; a negative is worth no more than this. */
export function coverageBehind(
  document: InvestigationV1,
  instance: InstanceV1,
): Record<"flow" | "dns" | "api", string> {
  const { interfaces, vpcId, accountId, region } = instance;
  const interfaceIds = new Set(interfaces.map(({ interfaceId }) => interfaceId));
  return {
    flow: ofSubjects(document, "vpc-flow", interfaceIds) || "no flow log of its interfaces is in the evidence",
    dns: ofSubjects(document, "dns", new Set([vpcId ?? ""])) || "no resolver log of its VPC is in the evidence",
    api:
      ofSubjects(document, "cloudtrail", new Set([`${accountId}/${region}`])) ||
      "no CloudTrail of its account and region is in the evidence",
  };
}
