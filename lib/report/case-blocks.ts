import type { CaseData } from "@/lib/report/case-data.types";
import { FIGURES } from "@/lib/report/figures";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { bytesText, NONE, reportTable } from "@/lib/report/report-table";
import type { Telling } from "@/lib/report/telling";
import { counted, humanCount } from "@/lib/report/units";

/** What was flagged, and what else met it by name. */
export function indicatorBlocks({ flagged, documents }: CaseData, { times, cite }: Telling): ReportBlock[] {
  const names = documents.flatMap(({ indicator, instances }) =>
    instances.flatMap(({ instanceId, domains }) =>
      domains
        .filter(({ resolvedToIndicator }) => resolvedToIndicator)
        .map(({ name, queries, firstSeen, lastSeen }) => ({
          row: [name, indicator.ip ?? NONE, instanceId, humanCount(queries), times.span(firstSeen, lastSeen)],
          figure: FIGURES.name(instanceId, name),
        })),
    ),
  );
  const tables = [
    ...reportTable(
      "Flagged",
      ["Kind", "Value", "By", "Since"],
      flagged.map(({ kind, value, source, addedAt }) => [kind, value, source, times.instant(addedAt)]),
    ),
    ...reportTable(
      "Names that gave a flagged address",
      ["Name", "Address", "Asked by", "#Queries", "Seen"],
      names.map(({ row }) => row),
      names.map(({ figure }) => cite(figure)),
    ),
  ];
  return tables.length > 0 ? tables : [{ kind: "paragraph", text: "Nothing is flagged in this case." }];
}

/** Every file with its hash, what became of its records, and who loaded it when. */
export function manifestBlocks({ documents, custody }: CaseData, { times }: Telling): ReportBlock[] {
  const evidence = documents[0]?.evidence ?? [];
  const by = new Map(custody.map((row) => [row.sha256, row]));
  const rows = evidence.map((file) => {
    const came = by.get(file.sha256);
    return [
      ...[file.name, file.kind, bytesText(file.size)],
      ...[humanCount(file.records), humanCount(file.duplicates), humanCount(file.rejected)],
      ...[file.sha256, came ? `${came.loadedBy ?? "not told"}, ${times.instant(came.loadedAt)}` : NONE],
      [file.reason, came?.byReference ? "left where it lay" : null].filter((text) => text).join("; "),
    ];
  });
  if (rows.length === 0) return [{ kind: "paragraph", text: "The case has no evidence." }];
  return reportTable(
    "Files",
    ["File", "Kind", "#Size", "#Records", "#Duplicates", "#Rejected", "SHA-256", "Loaded by", "Note"],
    rows,
  );
}

/** What people did in the case, each entry with the hash that binds it to the one before. */
export function auditBlocks({ audit }: CaseData, { times }: Telling): ReportBlock[] {
  const { entries, total, checked } = audit;
  const held =
    checked.brokenAt === null
      ? `All ${counted(checked.entries, "entry", "entries")} of the installation's trail hold: each has the hash of the one before.`
      : `The installation's trail is broken at entry ${checked.brokenAt} of ${humanCount(checked.entries)}.`;
  const shown =
    total > entries.length
      ? ` The last ${humanCount(entries.length)} of this case's ${humanCount(total)} stand here.`
      : "";
  return [
    { kind: "paragraph", text: `${held}${shown}` },
    ...reportTable(
      "Audit trail of this case",
      ["#Entry", "When", "Who", "What", "About", "Hash"],
      entries.map(({ id, at, actor, what, subject, hash }) => [
        id,
        times.instant(at),
        actor,
        what,
        subject ?? "",
        hash,
      ]),
    ),
  ];
}
