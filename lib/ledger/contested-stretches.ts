import { GRACE_AFTER_END_MS, type HeldStretch, type SoftObservation, UNTOLD } from "@/lib/ledger/resolve-holding";
import { groupByHolder } from "@/lib/ledger/seen-stretches";

/**
 * Where records show another holder than the one that the history gives: both had it, or one of the records is wrong.
 * What still shows the last holder while its end takes effect is none of them. Pure, for people to see.
 */
export function contestedStretches(stretches: readonly HeldStretch[], soft: readonly SoftObservation[]): HeldStretch[] {
  const contested: HeldStretch[] = [];
  // The rule: one holder at all times, and hundreds of thousands of records that show it.
  const only = stretches[0]?.holder;
  if (stretches.every(({ holder }) => holder === only) && soft.every(({ holder }) => holder === only)) return contested;
  for (const [holder, seen] of groupByHolder(soft)) {
    for (const { fromMs, toMs, proof, evidence } of seen) {
      for (const stretch of overlapping(stretches, fromMs, toMs)) {
        const from = Math.max(fromMs, stretch.fromMs ?? fromMs);
        const to = Math.min(toMs, stretch.toMs ?? toMs);
        if (stretch.holder === holder || from > to || isAfterglow(stretches, holder, to)) continue;
        contested.push({
          ...{ fromMs: from, toMs: Math.max(to, from + 1), holder, proof, evidence, ...UNTOLD },
          ...{ seenFromMs: from, seenToMs: to },
        });
      }
    }
  }
  return contested;
}

function isAfterglow(stretches: readonly HeldStretch[], holder: string, atMs: number): boolean {
  return stretches.some(
    ({ holder: last, statedToMs }) =>
      last === holder && statedToMs !== null && atMs >= statedToMs && atMs <= statedToMs + GRACE_AFTER_END_MS,
  );
}

function overlapping(stretches: readonly HeldStretch[], fromMs: number, toMs: number): HeldStretch[] {
  return stretches.filter(
    (stretch) =>
      (stretch.fromMs === null || stretch.fromMs <= toMs) && (stretch.toMs === null || stretch.toMs > fromMs),
  );
}
