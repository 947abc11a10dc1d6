import type { LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";

/** A piece of a thing's history: who had it, how surely, or that nothing says. */
export interface HolderPiece {
  fromMs: number;
  toMs: number;
  /** Every holder that the evidence gives it to, by name. */
  holders: string[];
  /** `several` where records give it to more than one, `taken` where nothing of that very time shows the holder. */
  state: "held" | "taken" | "several" | "unknown";
}

const CARRIERS = new Set(["interface", "gateway"]);
/** As many as a strip of some hundred pixels has room for. */
const MOST_PIECES = 200;

/**
 * Who had one thing over a stretch of time, in pieces that follow each other without a hole: overlaps and what nothing
 * tells are pieces of their own. Pure.
 */
export function prepareStrip(spans: readonly LedgerSpanRow[], fromMs: number, toMs: number): HolderPiece[] {
  if (!(fromMs < toMs)) return [];
  const owners = spans.filter(({ holderKind, contested }) => !CARRIERS.has(holderKind) || contested);
  const shown = (owners.some(({ contested }) => !contested) ? owners : spans).map((span) => ({
    ...span,
    beginMs: Math.max(span.fromMs ?? fromMs, fromMs),
    endMs: Math.min(span.toMs ?? toMs, toMs),
  }));
  const within = shown.filter(({ beginMs, endMs }) => beginMs < endMs);
  const points = new Set([fromMs, toMs]);
  for (const { beginMs, endMs, seenFromMs, seenToMs } of within) {
    for (const at of [beginMs, endMs, seenFromMs ?? beginMs, (seenToMs ?? endMs) + 1]) {
      if (at > fromMs && at < toMs) points.add(at);
    }
  }
  const moments = [...points].sort((a, b) => a - b);
  const pieces: HolderPiece[] = [];
  for (const [index, at] of moments.entries()) {
    const next = moments[index + 1];
    if (next === undefined) break;
    const here = within.filter(({ beginMs, endMs }) => beginMs <= at && at < endMs);
    const holders = [...new Set(here.map(({ holder }) => holder))].sort();
    const isShown = here.some(
      ({ proof, fromMs: began, seenFromMs, seenToMs }) =>
        (proof === "call" && began !== null) ||
        (seenFromMs !== null && seenToMs !== null && seenFromMs <= at && at <= seenToMs),
    );
    const state = holders.length === 0 ? "unknown" : holders.length > 1 ? "several" : isShown ? "held" : "taken";
    const last = pieces.at(-1);
    if (last && last.state === state && last.holders.join() === holders.join()) last.toMs = next;
    else pieces.push({ fromMs: at, toMs: next, holders, state });
  }
  return pieces.length > MOST_PIECES ? coarser(pieces, fromMs, toMs) : pieces;
}

/** Columns of equal width; in each, what a reader must not miss outweighs the rest. */
function coarser(pieces: readonly HolderPiece[], fromMs: number, toMs: number): HolderPiece[] {
  const weight = { several: 3, unknown: 2, taken: 1, held: 0 };
  const edge = (column: number) => fromMs + ((toMs - fromMs) * column) / MOST_PIECES;
  const merged: HolderPiece[] = [];
  let start = 0;
  for (let column = 0; column < MOST_PIECES; column += 1) {
    const [from, to] = [edge(column), edge(column + 1)];
    while ((pieces[start]?.toMs ?? to) <= from) start += 1;
    let heaviest = pieces[start] as HolderPiece;
    for (let at = start; (pieces[at]?.fromMs ?? to) < to; at += 1) {
      const piece = pieces[at] as HolderPiece;
      if (weight[piece.state] > weight[heaviest.state]) heaviest = piece;
    }
    const last = merged.at(-1);
    if (last && last.state === heaviest.state && last.holders.join() === heaviest.holders.join()) last.toMs = to;
    else merged.push({ ...heaviest, fromMs: from, toMs: to });
  }
  return merged;
}
