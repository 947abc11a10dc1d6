import type { BaselineBy, BaselineChoice } from "@/lib/timeline/baseline/baseline.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const HOUR_MS = 3_600_000;
/** What lies further back than so many days says little of today. */
const MOST_HOURS = 45 * 24;

export interface BaselineSource {
  /** All that the evidence reaches over. */
  span: Piece;
  url: Piece | null;
  case: Piece | null;
  startMs: number | null;
  windowFromMs: number | null;
  earliestMs: number | null;
}

/** Which earlier span is compared with: the surest wish first, else all before the case begins. Whole hours within the evidence. */
export function chooseBaseline(source: BaselineSource): BaselineChoice {
  const before = (toMs: number | null): Piece | null => (toMs === null ? null : { fromMs: source.span.fromMs, toMs });
  const wishes: [BaselineBy, Piece | null][] = [
    ["url", source.url],
    ["case", source.case],
    ["start", before(source.startMs)],
    ["window", before(source.windowFromMs)],
    ["earliest", before(source.earliestMs)],
  ];
  const [by, wish] = wishes.find(([, piece]) => piece !== null) ?? ["earliest", null];
  return { by, span: wish && wholeHours(wish, source.span) };
}

function wholeHours(wish: Piece, span: Piece): Piece | null {
  const toMs = Math.floor(Math.min(wish.toMs, span.toMs) / HOUR_MS) * HOUR_MS;
  const first = Math.ceil(Math.max(wish.fromMs, span.fromMs) / HOUR_MS) * HOUR_MS;
  const fromMs = Math.max(first, toMs - MOST_HOURS * HOUR_MS);
  return fromMs < toMs ? { fromMs, toMs } : null;
}
