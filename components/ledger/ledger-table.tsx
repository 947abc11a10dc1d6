import Link from "next/link";
import { NotesButton } from "@/components/annotations/notes-button";
import { thingOfSpan } from "@/components/annotations/thing-of-span";
import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { HolderStrip } from "@/components/ledger/holder-strip";
import { holderPivot, subjectPivot } from "@/components/ledger/ledger-pivots";
import { HOLDER_WORDS, KIND_WORDS, knownWords } from "@/components/ledger/span-words";
import { PivotLink } from "@/components/search/pivot-link";
import { PivotSign } from "@/components/search/pivot-sign";
import type { Pivot } from "@/components/search/pivots";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { groupBy } from "@/lib/core/group-by";
import { visibleText } from "@/lib/core/visible-text";
import { confidenceOf, type LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";
import { prepareStrip } from "@/lib/timeline/ledger/prepare-strip";

const COLUMNS = [
  { name: "What was held" },
  { name: "Holder" },
  { name: "From" },
  { name: "To" },
  { name: "Known how" },
  { name: "Evidence" },
];

/** Who held what: under each thing its history as a strip, then a row a holding; or one row a holding, as they begin. */
export function LedgerTable({
  caseId,
  spans,
  isByTime,
  span,
  ask,
}: {
  caseId: string;
  spans: readonly LedgerSpanRow[];
  isByTime: boolean;
  /** The evidence, which the strips reach over. */
  span: { firstMs: number; lastMs: number } | null;
  /** Where the question about a thing is asked. */
  ask: (subject: string) => string;
}) {
  if (isByTime) {
    return (
      <Table label="Address ledger" columns={COLUMNS}>
        {spans.map((row) => (
          <SpanRow key={row.id} caseId={caseId} row={row} named={ask(row.subject)} />
        ))}
      </Table>
    );
  }
  return (
    <Table label="Address ledger" columns={COLUMNS}>
      {[...groupBy(spans, (row) => `${row.subject} ${row.vpcId}`)].map(([key, rows]) => (
        <Subject key={key} caseId={caseId} rows={rows} span={span} ask={ask} />
      ))}
    </Table>
  );
}

function Subject({
  caseId,
  rows,
  span,
  ask,
}: {
  caseId: string;
  rows: readonly LedgerSpanRow[];
  span: { firstMs: number; lastMs: number } | null;
  ask: (subject: string) => string;
}) {
  const [first] = rows;
  if (!first) return null;
  return (
    <>
      <tr className="bg-raise/60">
        <th
          scope="rowgroup"
          colSpan={2}
          className="h-[30px] border-soft border-b px-2.5 py-1 pl-3.5 text-left font-normal"
        >
          <Link href={ask(first.subject)} prefetch={false} className="mono font-medium hover:underline">
            {visibleText(first.subject)}
          </Link>
          <Sign pivot={subjectPivot(first)} />
          <span className="ml-1 text-dim text-sm">
            {KIND_WORDS[first.subjectKind] ?? first.subjectKind}
            {first.vpcId === null ? "" : ` in ${visibleText(first.vpcId)}`}
          </span>
        </th>
        <td colSpan={4} className="border-soft border-b px-2.5 py-1 pr-3.5">
          {span === null ? null : (
            <HolderStrip pieces={prepareStrip(rows, span.firstMs, span.lastMs + 1000)} name={first.subject} />
          )}
        </td>
      </tr>
      {rows.map((row) => (
        <SpanRow key={row.id} caseId={caseId} row={row} named={null} />
      ))}
    </>
  );
}

function SpanRow({ caseId, row, named }: { caseId: string; row: LedgerSpanRow; named: string | null }) {
  const confidence = confidenceOf(row);
  const thing = thingOfSpan(row);
  return (
    <tr className="hover:bg-raise">
      <Cell mono className={named === null ? "text-faint" : "font-medium"}>
        {named === null ? (
          // It stands above its rows.
          <span className="sr-only">{visibleText(row.subject)}</span>
        ) : (
          <span className="inline-flex items-center">
            <Link href={named} prefetch={false} className="hover:underline">
              {visibleText(row.subject)}
            </Link>
            <Sign pivot={subjectPivot(row)} />
          </span>
        )}
        {thing === null ? null : <NotesButton thing={thing} small />}
      </Cell>
      <Cell className="max-w-64 min-[1600px]:max-w-96">
        <span
          className="mono block truncate"
          title={visibleText(`${HOLDER_WORDS[row.holderKind] ?? row.holderKind}: ${row.holder}`)}
        >
          <Holder row={row} />
        </span>
      </Cell>
      <Cell>{row.fromMs === null ? <Open /> : <When at={row.fromMs} />}</Cell>
      <Cell>{row.toMs === null ? <Open /> : <When at={row.toMs} />}</Cell>
      <Cell wrap className={`w-full min-w-44 ${confidence === "taken" || row.contested ? "text-warn" : ""}`}>
        {row.contested ? "contradicts the rest" : knownWords(row, confidence)}
        {row.note === null || row.note === "" ? null : <p className="text-dim text-sm">{visibleText(row.note)}</p>}
      </Cell>
      <Cell>{row.evidence === null ? null : <EvidenceRef caseId={caseId} {...row.evidence} most={20} />}</Cell>
    </tr>
  );
}

function Sign({ pivot }: { pivot: Pivot | null }) {
  return pivot === null ? null : (
    <span className="ml-1 align-middle text-faint">
      <PivotSign pivot={pivot} />
    </span>
  );
}

function Holder({ row }: { row: LedgerSpanRow }) {
  const pivot = holderPivot(row);
  return pivot === null ? visibleText(row.holder) : <PivotLink pivot={pivot} />;
}

function Open() {
  return (
    <span className="text-faint" title="as far as the evidence reaches">
      open
    </span>
  );
}
