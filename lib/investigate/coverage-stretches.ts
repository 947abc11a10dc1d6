import type { CoverageV1 } from "@/lib/investigate/document.types";

/** A piece of time for which a log says something. */
export interface LoggedPiece {
  fromMs: number;
  toMs: number;
  state: "recorded" | "no-data" | "skipped";
}

export interface Stretch {
  fromMs: number;
  toMs: number;
  state: CoverageV1["state"];
}

/** An active flow log writes NODATA when nothing passes, so a longer silence is one of the log itself. */
export const FLOW_SILENCE_MS = 10 * 60 * 1000;

// Where pieces overlap: that records were skipped outweighs all, a record outweighs that another log saw nothing.
const HEAVIEST_FIRST = ["skipped", "recorded", "no-data"] as const;

/**
 * What one subject's flow log covers of a window: stretches in order that do not overlap. More than ten minutes
 * without any row are `absent`; shorter silences belong to the stretch before.
 */
export function flowStretches(pieces: readonly LoggedPiece[], windowFromMs: number, windowToMs: number): Stretch[] {
  const inWindow = pieces
    .map((piece) => ({
      ...piece,
      fromMs: Math.max(piece.fromMs, windowFromMs),
      // A row with equal start and end stands for the second it names.
      toMs: Math.min(Math.max(piece.toMs, piece.fromMs + 1000), windowToMs),
    }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
  const stretches: Stretch[] = [];
  let coveredTo = windowFromMs;
  for (const { fromMs, toMs, state } of flatten(inWindow)) {
    const last = stretches.at(-1);
    const silence = fromMs - coveredTo;
    if (silence > FLOW_SILENCE_MS) stretches.push({ fromMs: coveredTo, toMs: fromMs, state: "absent" });
    else if (last && silence > 0) last.toMs = fromMs;
    const before = stretches.at(-1);
    if (before && before.state === state && before.toMs === fromMs) before.toMs = toMs;
    else stretches.push({ fromMs, toMs, state });
    coveredTo = toMs;
  }
  const tail = windowToMs - coveredTo;
  if (stretches.length === 0 ? tail > 0 : tail > FLOW_SILENCE_MS) {
    stretches.push({ fromMs: coveredTo, toMs: windowToMs, state: "absent" });
  }
  return stretches;
}

/** The heaviest state at each moment that any piece covers, in order, without overlaps. */
function flatten(pieces: readonly LoggedPiece[]): LoggedPiece[] {
  const edges = pieces
    .flatMap(({ fromMs, toMs, state }) => [
      { atMs: fromMs, state, step: 1 },
      { atMs: toMs, state, step: -1 },
    ])
    .sort((a, b) => a.atMs - b.atMs);
  const open = { skipped: 0, recorded: 0, "no-data": 0 };
  const heaviest = () => HEAVIEST_FIRST.find((state) => open[state] > 0) ?? null;
  const flat: LoggedPiece[] = [];
  let fromMs = 0;
  for (const { atMs, state, step } of edges) {
    const current = heaviest();
    if (current !== null && atMs > fromMs) {
      const last = flat.at(-1);
      if (last && last.state === current && last.toMs === fromMs) last.toMs = atMs;
      else flat.push({ fromMs, toMs: atMs, state: current });
    }
    open[state] += step;
    fromMs = atMs;
  }
  return flat;
}
