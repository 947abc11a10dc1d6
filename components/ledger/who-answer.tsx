import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { OpenRecord } from "@/components/evidence/open-record";
import { HOLDER_WORDS, knownWords } from "@/components/ledger/span-words";
import { Card } from "@/components/ui/card";
import { Span, When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { Holder, PlaceAnswer } from "@/lib/timeline/ledger/answer-who";
import { confidenceOf, type LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";
import type { WhoAnswer as Answer } from "@/lib/timeline/ledger/who-held";

/** Who held what was asked for at the time, with what proves it, who came before and after, and what is unknown. */
export function WhoAnswer({ caseId, answer }: { caseId: string; answer: Answer }) {
  const { subject, atMs, places, isPrivate } = answer;
  const several = places.filter(({ holders }) => holders.length > 0).length > 1;
  return (
    <Card
      id="answer"
      title={
        <>
          <span className="mono">{visibleText(subject)}</span> at <When at={atMs} />
        </>
      }
      note={several && isPrivate ? "this private address stands in several VPCs: choose one" : undefined}
    >
      {places.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">
          Unknown: nothing in the evidence names it. Flow records, EC2 descriptions, calls and findings would.
        </p>
      ) : (
        places.map((place) => <Place key={place.vpcId ?? ""} caseId={caseId} place={place} isPrivate={isPrivate} />)
      )}
    </Card>
  );
}

function Place({ caseId, place, isPrivate }: { caseId: string; place: PlaceAnswer; isPrivate: boolean }) {
  const { vpcId, holders, on, rivals, before, after, unknown } = place;
  return (
    <div className="grid gap-1.5 border-soft border-b px-3.5 py-3 last:border-0">
      {isPrivate ? (
        <p className="text-dim text-sm">
          {vpcId === null ? "in a VPC that no record names" : `in ${visibleText(vpcId)}`}
        </p>
      ) : null}
      <ul className="grid gap-1.5">
        {unknown === null ? null : (
          <li className="text-warn">
            Unknown <Between {...unknown} />: nothing in the evidence says.
          </li>
        )}
        {holders.map((row) => (
          <HolderLine key={row.id} caseId={caseId} row={row} words="" isMain />
        ))}
        {on.map((row) => (
          <HolderLine key={row.id} caseId={caseId} row={row} words="on " />
        ))}
        {rivals.map((row) => (
          <HolderLine key={row.id} caseId={caseId} row={row} words="records also show " isWarning />
        ))}
        {before === null ? null : <Neighbour caseId={caseId} row={before} words="Before:" />}
        {after === null ? null : <Neighbour caseId={caseId} row={after} words="After:" />}
      </ul>
    </div>
  );
}

function HolderLine({
  caseId,
  row,
  words,
  isMain = false,
  isWarning = false,
}: {
  caseId: string;
  row: Holder;
  words: string;
  isMain?: boolean;
  isWarning?: boolean;
}) {
  return (
    <li className={`flex flex-wrap items-baseline gap-x-2.5 gap-y-1 ${isWarning ? "text-warn" : ""}`}>
      <span className={`min-w-0 break-all ${isMain ? "font-semibold text-lg" : ""}`}>
        {words}
        <span className="mono">{visibleText(row.holder)}</span>
      </span>
      <span className="text-dim">{HOLDER_WORDS[row.holderKind] ?? row.holderKind}</span>
      <span className={row.confidence === "taken" ? "text-warn" : ""}>{knownWords(row, row.confidence)}</span>
      <Reach row={row} />
      <Proof caseId={caseId} row={row} />
    </li>
  );
}

function Neighbour({ caseId, row, words }: { caseId: string; row: LedgerSpanRow; words: string }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1 text-dim">
      <span>
        {words} <span className="mono break-all">{visibleText(row.holder)}</span>
      </span>
      <span>{knownWords(row, confidenceOf(row))}</span>
      <Reach row={row} />
      <Proof caseId={caseId} row={row} />
    </li>
  );
}

function Proof({ caseId, row: { evidence } }: { caseId: string; row: LedgerSpanRow }) {
  if (evidence === null) return null;
  return (
    <>
      <EvidenceRef caseId={caseId} {...evidence} most={24} />
      <OpenRecord caseId={caseId} sha256={evidence.sha256} record={evidence.record} />
    </>
  );
}

function Reach({ row: { fromMs, toMs } }: { row: LedgerSpanRow }) {
  if (fromMs === null && toMs === null) return <span className="text-faint">as far as the evidence reaches</span>;
  return (
    <span className="text-dim">
      {fromMs === null ? null : (
        <>
          from <When at={fromMs} />{" "}
        </>
      )}
      {toMs === null ? (
        "on"
      ) : (
        <>
          to <When at={toMs} />
        </>
      )}
    </span>
  );
}

function Between({ fromMs, toMs }: { fromMs: number | null; toMs: number | null }) {
  if (fromMs !== null && toMs !== null) {
    return (
      <>
        between <Span fromMs={fromMs} toMs={toMs} />
      </>
    );
  }
  if (fromMs !== null) {
    return (
      <>
        after <When at={fromMs} />
      </>
    );
  }
  if (toMs === null) return "at any time";
  return (
    <>
      before <When at={toMs} />
    </>
  );
}
