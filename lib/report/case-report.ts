import type { CaseData } from "@/lib/report/case-data.types";
import { type Footnote, FootnoteBook } from "@/lib/report/footnote-book";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { REPORT_SECTIONS, type ReportSection, type ReportSettings } from "@/lib/report/report-settings";
import { sectionBlocks } from "@/lib/report/section-blocks";
import { type ReportTimes, type Telling, timesIn } from "@/lib/report/telling";

/** A case's report as people chose it, before any format: the one thing that HTML, Markdown and PDF draw. */
export interface CaseReport {
  title: string;
  /** Empty for none. */
  classification: string;
  logo: string | null;
  times: ReportTimes;
  madeAt: string;
  facts: [name: string, value: string][];
  sections: { id: ReportSection | "records"; title: string; blocks: ReportBlock[] }[];
  footnotes: Footnote[];
}

export function makeCaseReport(data: CaseData, settings: ReportSettings): CaseReport {
  const times = timesIn(settings.zone);
  const book = new FootnoteBook(data.documents[0]?.evidence ?? []);
  const telling: Telling = {
    times,
    cite: (figure) => book.cite(Object.hasOwn(data.figures, figure) ? (data.figures[figure] ?? []) : []),
    citeRecords: (records) => book.cite(records),
  };
  const sections: CaseReport["sections"] = settings.sections.map((id) => ({
    id,
    title: REPORT_SECTIONS[id],
    blocks: sectionBlocks(id, { data, settings, telling }),
  }));
  const footnotes = book.notes;
  if (footnotes.length > 0) {
    const notes = footnotes.map(({ number, file, sha256, record }) => ({
      number,
      text: `${file}, SHA-256 ${sha256}, record ${record}`,
    }));
    sections.push({ id: "records", title: "Records cited", blocks: [{ kind: "footnotes", notes }] });
  }
  return {
    title: data.case.title,
    classification: settings.classification,
    logo: settings.logo,
    times,
    madeAt: data.madeAt,
    facts: [
      ["Made", `${times.instant(data.madeAt)} by ${data.producer.name} ${data.producer.version}`],
      ["Times", settings.zone === "UTC" ? "UTC" : `${settings.zone}, each with its distance from UTC`],
      ["Case", `${data.case.id}, ${data.case.state}, opened ${times.instant(data.case.openedAt)}`],
      ...frozenFacts(data.frozen, times),
      ...(data.signedBy === null ? [] : [["Signing key", data.signedBy] as [string, string]]),
      ...(settings.masked.length === 0
        ? []
        : [
            ["Masked", `${settings.masked.join(", ")}: the same value has the same mask everywhere`] as [
              string,
              string,
            ],
          ]),
    ],
    sections,
    footnotes,
  };
}

/** What tells a version from any other, and from the case as it is. */
function frozenFacts(frozen: CaseData["frozen"], times: ReportTimes): [string, string][] {
  if (frozen === null) return [["Version", "none: the case as it was when this was made, approved by nobody"]];
  const { version, frozenAt, approvedBy, sha256, signature } = frozen;
  return [
    ["Version", `${version}, frozen ${times.instant(frozenAt)}, approved by ${approvedBy}`],
    ["SHA-256 of its document", sha256],
    ["Signature (Ed25519)", signature],
  ];
}
