import { groupBy } from "@/lib/core/group-by";
import { type Confidence, confidenceAt, type LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";

/** A holder at the asked time. */
export interface Holder extends LedgerSpanRow {
  confidence: Confidence;
}

/** The answer in one VPC, or in the whole of public space. */
export interface PlaceAnswer {
  vpcId: string | null;
  /** Who had it; more than one where the evidence gives it to several. */
  holders: Holder[];
  /** Interfaces that it was on. */
  on: Holder[];
  /** Others that records show at that time. */
  rivals: Holder[];
  /** Who is known last before and first after. */
  before: LedgerSpanRow | null;
  after: LedgerSpanRow | null;
  /** The stretch around the time in which nothing says who had it; null where something does. */
  unknown: { fromMs: number | null; toMs: number | null } | null;
}

/** Who holds a thing itself, not on behalf of another. */
const OWNERS = new Set(["instance", "nat-gateway", "session", "identity"]);

const covers = ({ fromMs, toMs }: LedgerSpanRow, atMs: number) =>
  (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs);

/**
 * Who held one thing at a time, out of its spans: in each VPC apart, since a private address means something only there.
 * Pure. What nothing tells stays unknown, with the times between which it is.
 */
export function answerWho(spans: readonly LedgerSpanRow[], atMs: number): PlaceAnswer[] {
  return [...groupBy(spans, (span) => span.vpcId)]
    .map(([vpcId, rows]) => answerIn(vpcId, rows, atMs))
    .sort((a, b) => Number(b.holders.length > 0) - Number(a.holders.length > 0) || compare(a.vpcId, b.vpcId));
}

function answerIn(vpcId: string | null, rows: readonly LedgerSpanRow[], atMs: number): PlaceAnswer {
  const known = rows.filter(({ contested }) => !contested);
  // A gateway that is no NAT gateway has nobody behind it: its interface stands for it.
  const isOwner = ({ holderKind, holder }: LedgerSpanRow) =>
    OWNERS.has(holderKind) ||
    (holderKind === "gateway" && !known.some((row) => row.holderKind === "nat-gateway" && row.holder !== holder));
  const owners = known.filter(isOwner);
  const at = (row: LedgerSpanRow): Holder => ({ ...row, confidence: confidenceAt(row, atMs) });
  const holders = owners.filter((row) => covers(row, atMs)).map(at);
  const [from, to] = [
    Math.max(...holders.map(({ fromMs }) => fromMs ?? -Infinity)),
    Math.min(...holders.map(({ toMs }) => toMs ?? Infinity)),
  ];
  const beforeMs = holders.length > 0 ? from : atMs;
  const afterMs = holders.length > 0 ? to : atMs + 1;
  const before = latest(owners.filter(({ toMs }) => toMs !== null && toMs <= beforeMs));
  const after = earliest(owners.filter(({ fromMs }) => fromMs !== null && fromMs >= afterMs));
  return {
    ...{ vpcId, holders, before, after },
    on: known.filter((row) => !isOwner(row) && covers(row, atMs)).map(at),
    rivals: rows.filter((row) => row.contested && covers(row, atMs)).map(at),
    unknown: holders.length > 0 ? null : { fromMs: before?.toMs ?? null, toMs: after?.fromMs ?? null },
  };
}

function latest(rows: readonly LedgerSpanRow[]): LedgerSpanRow | null {
  return rows.reduce<LedgerSpanRow | null>(
    (best, row) => (best && (best.toMs ?? 0) >= (row.toMs ?? 0) ? best : row),
    null,
  );
}

function earliest(rows: readonly LedgerSpanRow[]): LedgerSpanRow | null {
  return rows.reduce<LedgerSpanRow | null>(
    (best, row) => (best && (best.fromMs ?? 0) <= (row.fromMs ?? 0) ? best : row),
    null,
  );
}

function compare(a: string | null, b: string | null): number {
  return a === b ? 0 : a === null ? 1 : b === null || a < b ? -1 : 1;
}
