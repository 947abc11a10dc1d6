import { groupBy } from "@/lib/ledger/read-observations";
import {
  compareRefs,
  type HardEvent,
  type HeldStretch,
  resolveHolding,
  type SoftObservation,
} from "@/lib/ledger/resolve-holding";

/** Who held one subject, when, and from when to when a record shows each holder in its stretch. */
export function resolveSeen(hard: HardEvent[], soft: SoftObservation[]): HeldStretch[] {
  return addSeen(resolveHolding(hard, soft), soft);
}

function addSeen(stretches: HeldStretch[], soft: readonly SoftObservation[]): HeldStretch[] {
  const seenOf = groupBy(
    soft.filter(({ toMs }) => toMs > 0),
    ({ holder }) => holder,
  );
  return stretches.map((stretch) => {
    let seenFromMs = Number.POSITIVE_INFINITY;
    let seenToMs = Number.NEGATIVE_INFINITY;
    for (const { fromMs, toMs } of seenOf.get(stretch.holder) ?? []) {
      const from = Math.max(fromMs, stretch.fromMs ?? fromMs);
      // What is seen in the last moment that still belongs to a stretch is seen in it.
      const to = Math.min(toMs, (stretch.toMs ?? Number.POSITIVE_INFINITY) - 1);
      if (from > to) continue;
      seenFromMs = Math.min(seenFromMs, from);
      seenToMs = Math.max(seenToMs, to);
    }
    return seenFromMs <= seenToMs ? { ...stretch, seenFromMs, seenToMs } : stretch;
  });
}

/** Each holder's observations in order of time, those that touch or overlap put together. */
export function groupByHolder(soft: readonly SoftObservation[]): Map<string, SoftObservation[]> {
  const groups = new Map<string, SoftObservation[]>();
  // A description without a time of its own shows a holder, and no moment at which it was seen.
  const timed = soft.filter(({ toMs }) => toMs > 0);
  for (const next of timed.sort(
    (a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs || compareRefs(a.evidence, b.evidence),
  )) {
    const group = groups.get(next.holder) ?? [];
    const last = group.at(-1);
    if (last && next.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, next.toMs);
    else group.push({ ...next });
    groups.set(next.holder, group);
  }
  return groups;
}
