import { groupBy } from "@/lib/core/group-by";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { coverageShares } from "@/lib/report/coverage-words";
import { trafficFacts } from "@/lib/report/instance-blocks";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { bytesText, NONE, reportTable } from "@/lib/report/report-table";
import type { Telling } from "@/lib/report/telling";
import { humanCount } from "@/lib/report/units";

/** Traffic of interfaces that belong to no known instance. */
export function unattributedBlocks({ unattributed, indicator }: InvestigationV1, telling: Telling): ReportBlock[] {
  return unattributed.flatMap(({ interfaceId, traffic }): ReportBlock[] => [
    { kind: "heading", level: 2, text: `${interfaceId ?? "An interface without an id"}, of no known instance` },
    ...trafficFacts(traffic, telling, { ip: indicator.ip, subject: interfaceId }),
  ]);
}

export function detectionBlocks(
  { detections }: Pick<InvestigationV1, "detections">,
  { times, citeRecords }: Telling,
): ReportBlock[] {
  return reportTable(
    "Detections",
    ["Detection", "Severity", "Subject", "Techniques", "Measured", "Seen", "First record", "Muted"],
    detections.map((row) => [
      row.title,
      row.severity,
      row.subject,
      row.techniques.join(", "),
      Object.entries(row.numbers)
        .map(([name, value]) => `${name} ${value}`)
        .join("; "),
      times.span(row.firstSeen, row.lastSeen),
      row.records[0] ? `${row.records[0].record} of ${row.records[0].sha256}` : NONE,
      row.muted ?? "",
    ]),
    detections.map(({ records }) => citeRecords(records)),
  );
}

export function notAssessedBlocks({ notAssessed }: Pick<InvestigationV1, "notAssessed">): ReportBlock[] {
  if (notAssessed.length === 0) return [];
  return [{ kind: "list", label: "Not assessed", items: notAssessed.map(({ reason }) => reason) }];
}

export function coverageBlocks({ coverage }: Pick<InvestigationV1, "coverage">, { times }: Telling): ReportBlock[] {
  return reportTable(
    "Coverage",
    ["Source", "Log of", "State", "From", "To", "Note"],
    coverage.map((row) => [
      ...[row.source, row.subject, row.state, times.instant(row.from), times.instant(row.to)],
      [row.note, row.digests && `digests of ${row.digests}`].filter((note) => note).join("; "),
    ]),
  );
}

/** Every file, and what of it could not be read. */
export function evidenceBlocks({ evidence }: Pick<InvestigationV1, "evidence">, { times }: Telling): ReportBlock[] {
  return [
    ...reportTable(
      "Evidence",
      ["File", "Kind", "#Size", "#Records", "#Duplicates", "#Rejected", "Events", "SHA-256", "Note"],
      evidence.map((file) => [
        file.name,
        file.kind,
        bytesText(file.size),
        humanCount(file.records),
        humanCount(file.duplicates),
        humanCount(file.rejected),
        file.firstEvent && file.lastEvent ? times.span(file.firstEvent, file.lastEvent) : NONE,
        file.sha256,
        file.reason ?? "",
      ]),
    ),
    ...rejectionBlocks({ evidence }),
  ];
}

export function rejectionBlocks({ evidence }: Pick<InvestigationV1, "evidence">): ReportBlock[] {
  return reportTable(
    "Rejected records (the first 20 of each file)",
    ["File", "#Record", "Reason"],
    evidence.flatMap((file) => file.rejections.map(({ record, reason }) => [file.name, String(record), reason])),
  );
}

/** Each log in one row: how much of the window it covers. The stretches themselves are in JSON and CSV. */
export function coverageSummary({ coverage, window }: Pick<InvestigationV1, "coverage" | "window">): ReportBlock[] {
  const logs = groupBy(coverage, ({ source, subject }) => JSON.stringify([source, subject]));
  const notes = (rows: readonly InvestigationV1["coverage"][number][]) => [
    ...new Set(rows.flatMap(({ note, digests }) => [note ?? [], digests ? `digests of ${digests}` : []].flat())),
  ];
  return reportTable(
    "Coverage",
    ["Source", "Log of", "Of the window", "Note"],
    [...logs.values()].map((rows) => [
      ...[rows[0]?.source ?? "", rows[0]?.subject ?? ""],
      ...[coverageShares(rows, window), notes(rows).join("; ")],
    ]),
  );
}
