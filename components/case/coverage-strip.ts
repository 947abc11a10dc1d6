import type { CoverageV1 } from "@/lib/investigate/document.types";

/** A piece of a source's bar: recorded of all subjects, of some, or of none. */
export interface StripPiece {
  fromMs: number;
  toMs: number;
  /** Subjects whose log tells of this time; quiet minutes that a log vouches for are told. */
  told: number;
  /** Of them those whose log leaves out a kind of traffic, or is not vouched for by digests. */
  doubted: number;
  of: number;
}

/** As many as a bar has room for: of what is finer, the least that is told stands for it. */
export const MOST_PIECES = 600;

const TELLS = new Set<CoverageV1["state"]>(["recorded", "no-data"]);
const DOUBTS = new Set<CoverageV1["state"]>([
  ...(["digest-gap", "digest-mismatch", "traffic-type-not-logged", "not-fetched", "looked-up"] as const),
]);

/** The bar of one source over the window, from its coverage rows: pieces side by side that fill the window. Pure. */
export function coverageStrip(rows: readonly CoverageV1[], fromMs: number, toMs: number): StripPiece[] {
  if (!(fromMs < toMs)) return [];
  const [tells, doubts] = [new Map<string, number>(), new Map<string, number>()];
  const spans = rows
    .filter(({ state }) => TELLS.has(state) || DOUBTS.has(state))
    .map((row) => ({
      subject: row.subject,
      depth: TELLS.has(row.state) ? tells : doubts,
      fromMs: Math.max(Date.parse(row.from), fromMs),
      toMs: Math.min(Date.parse(row.to), toMs),
    }))
    .filter((span) => span.fromMs < span.toMs);
  const of = new Set(rows.map(({ subject }) => subject)).size;
  const changes = new Map<number, { begin: typeof spans; end: typeof spans }>([
    [fromMs, { begin: [], end: [] }],
    [toMs, { begin: [], end: [] }],
  ]);
  const changeAt = (ms: number) => {
    const found = changes.get(ms) ?? { begin: [], end: [] };
    changes.set(ms, found);
    return found;
  };
  for (const span of spans) {
    changeAt(span.fromMs).begin.push(span);
    changeAt(span.toMs).end.push(span);
  }
  const pieces: StripPiece[] = [];
  const moments = [...changes.keys()].sort((a, b) => a - b);
  for (const [index, at] of moments.entries()) {
    const change = changes.get(at);
    for (const { subject, depth } of change?.begin ?? []) depth.set(subject, (depth.get(subject) ?? 0) + 1);
    for (const { subject, depth } of change?.end ?? []) {
      const left = (depth.get(subject) ?? 1) - 1;
      if (left === 0) depth.delete(subject);
      else depth.set(subject, left);
    }
    const next = moments[index + 1];
    if (next === undefined) break;
    const last = pieces.at(-1);
    const told = tells.size;
    const doubted = [...doubts.keys()].filter((subject) => tells.has(subject)).length;
    if (last?.told === told && last.doubted === doubted) last.toMs = next;
    else pieces.push({ fromMs: at, toMs: next, told, doubted, of });
  }
  return pieces.length > MOST_PIECES ? coarser(pieces, fromMs, toMs) : pieces;
}

function coarser(pieces: readonly StripPiece[], fromMs: number, toMs: number): StripPiece[] {
  const edge = (column: number) => Math.round(fromMs + ((toMs - fromMs) * column) / MOST_PIECES);
  const worst = new Array<{ told: number; doubted: number } | null>(MOST_PIECES).fill(null);
  let column = 0;
  for (const piece of pieces) {
    while (edge(column + 1) <= piece.fromMs) column += 1;
    for (let at = column; at < MOST_PIECES && edge(at) < piece.toMs; at += 1) {
      const known = worst[at];
      const isWorse = !known || piece.told - piece.doubted < known.told - known.doubted;
      if (isWorse) worst[at] = { told: piece.told, doubted: piece.doubted };
    }
  }
  const merged: StripPiece[] = [];
  for (const [at, least] of worst.entries()) {
    const { told, doubted } = least ?? { told: 0, doubted: 0 };
    const last = merged.at(-1);
    if (last?.told === told && last.doubted === doubted) last.toMs = edge(at + 1);
    else merged.push({ fromMs: edge(at), toMs: edge(at + 1), told, doubted, of: pieces[0]?.of ?? 0 });
  }
  return merged;
}
