import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { coverageBehindAll } from "@/lib/report/coverage-words";
import { FIGURES } from "@/lib/report/figures";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { bytesText, reportTable } from "@/lib/report/report-table";
import type { Telling } from "@/lib/report/telling";
import { counted, dwellWords, humanCount } from "@/lib/report/units";

/** The address, the window, where it began, and for how long nobody was told. */
export function scopeFacts(document: InvestigationV1, { times, citeRecords }: Telling): ReportBlock {
  const { indicator, window, earliestIndicator, start, dwell } = document;
  const rows: [name: string, value: string, notes: number[]][] = [
    ["Indicator", indicator.ip ?? "none named, and no finding flags an address", []],
    ["Window", window.from && window.to ? times.span(window.from, window.to) : "no record in the evidence", []],
    ["Made", `${times.instant(document.generatedAt)} by ${document.producer.name} ${document.producer.version}`, []],
  ];
  if (earliestIndicator) {
    const { time, kind, summary, evidence } = earliestIndicator;
    rows.push([
      "First seen",
      `${times.instant(time)} (${kind}): ${summary}; record ${evidence.record} of the file with SHA-256 ${evidence.sha256}`,
      citeRecords([evidence]),
    ]);
  }
  if (start) {
    const { time, summary, evidence } = start;
    rows.push([
      "Accepted start",
      `${times.instant(time)}: ${summary}; record ${evidence.record} of the file with SHA-256 ${evidence.sha256}`,
      citeRecords([evidence]),
    ]);
  }
  if (dwell) rows.push(["Dwell time", dwellWords(dwell, times.span), []]);
  return {
    kind: "facts",
    facts: rows.map(([name, value]) => [name, value]),
    notes: rows.map(([, , notes]) => notes),
  };
}

/** How many instances met the indicator, and each in one row. */
export function metInstances(document: InvestigationV1, { times, cite }: Telling): ReportBlock[] {
  const { indicator, instances } = document;
  const summary = instances.length
    ? `${counted(instances.length, "instance")} met the indicator.`
    : `No instance is known to have met the indicator (${coverageBehindAll(document, undefined, times)}).`;
  return [
    ...(indicator.ip === null ? [] : [{ kind: "paragraph", text: summary } as const]),
    ...reportTable(
      "Instances",
      ["Instance", "Met by", "#Bytes out", "#Bytes in", "#Rejected"],
      instances.map(({ instanceId, matchedBy, traffic }) => [
        instanceId,
        matchedBy.join(", "),
        ...(traffic.firstSeen === null
          ? ["no record", "no record", "no record"]
          : [bytesText(traffic.bytesOut), bytesText(traffic.bytesIn), humanCount(traffic.rejected)]),
      ]),
      instances.map(({ instanceId }) => cite(FIGURES.traffic(indicator.ip, instanceId))),
    ),
  ];
}
