import { compareText } from "@/lib/core/compare-text";
import type { EvidenceRef, HoldingSpan } from "@/lib/ledger/ledger.types";

type Proof = HoldingSpan["proof"];

/** A moment at which a holding begins or ends by a call or by an attach time. */
export interface HardEvent {
  atMs: number;
  event: "begins" | "ends";
  /** Who begins to hold, or whose hold ends; null ends whoever holds. */
  holder: string | null;
  proof: Proof;
  evidence: EvidenceRef;
}

/** A stretch in which a holder was seen, without word of how it began or ended. */
export interface SoftObservation {
  fromMs: number;
  toMs: number;
  holder: string;
  proof: Proof;
  evidence: EvidenceRef;
}

/** One stretch of a subject's history; half open, null where the evidence sets no bound. */
export interface HeldStretch {
  fromMs: number | null;
  toMs: number | null;
  holder: string;
  proof: Proof;
  evidence: EvidenceRef;
  /** Bounds that a call or an attach time states, without the grace after an end. */
  statedFromMs: number | null;
  statedToMs: number | null;
  /** From the first to the last time that a record shows the holder in this stretch; null where none does. */
  seenFromMs: number | null;
  seenToMs: number | null;
}

/** AWS applies a detach or terminate slowly: the last holder keeps the subject's records so long. */
export const GRACE_AFTER_END_MS = 10 * 60_000;

export const UNTOLD = { statedFromMs: null, statedToMs: null, seenFromMs: null, seenToMs: null };

interface HardStretch {
  fromMs: number;
  toMs: number;
  held: { holder: string; event: HardEvent; endedAtMs: number | null } | null;
  /** What an end says about the stretch before it, when nothing began it. */
  endsAs: HardEvent | null;
}

export function compareRefs(a: EvidenceRef, b: EvidenceRef): number {
  return a.fileId - b.fileId || a.record - b.record;
}

function compareHard(a: HardEvent, b: HardEvent): number {
  return (
    a.atMs - b.atMs ||
    (a.event === b.event ? 0 : a.event === "ends" ? -1 : 1) ||
    compareText(a.holder ?? "", b.holder ?? "") ||
    // Of two that say the same, the call that did it is the better proof.
    Number(b.proof === "call") - Number(a.proof === "call") ||
    compareRefs(a.evidence, b.evidence)
  );
}

/** Calls cut the whole of time into stretches that someone holds and stretches left to observation. */
function hardStretches(events: HardEvent[]): HardStretch[] {
  const stretches: HardStretch[] = [];
  let cursor = Number.NEGATIVE_INFINITY;
  let current: HardEvent | null = null;
  let lastEnded: string | null = null;
  const close = (toMs: number, endsAs: HardEvent | null, endedAtMs: number | null) => {
    if (toMs <= cursor) return;
    const held = current?.holder ? { holder: current.holder, event: current, endedAtMs } : null;
    stretches.push({ fromMs: cursor, toMs, held, endsAs: held ? null : endsAs });
    cursor = toMs;
  };
  const sorted = [...events].sort(compareHard);
  const takenMs = nextBeginnings(sorted);
  for (const [index, event] of sorted.entries()) {
    if (event.event === "begins") {
      if (current?.holder === event.holder) continue;
      close(event.atMs, null, event.atMs);
      cursor = event.atMs;
      current = event;
      lastEnded = null;
      continue;
    }
    if (current && event.holder !== null && current.holder !== event.holder) continue;
    // A second end of one holding (detached, then terminated) says nothing new.
    if (!current && event.holder !== null && event.holder === lastEnded) continue;
    const until = Math.min(event.atMs + GRACE_AFTER_END_MS, takenMs[index] ?? Number.POSITIVE_INFINITY);
    if (current) close(until, null, event.atMs);
    else if (event.holder !== null) {
      close(event.atMs, event, null);
      stretches.push({
        fromMs: cursor,
        toMs: until,
        held: { holder: event.holder, event, endedAtMs: event.atMs },
        endsAs: null,
      });
      cursor = Math.max(cursor, until);
    }
    lastEnded = event.holder ?? current?.holder ?? null;
    current = null;
  }
  close(Number.POSITIVE_INFINITY, null, null);
  return stretches;
}

/** For each event when the next holding after it begins. */
function nextBeginnings(sorted: readonly HardEvent[]): number[] {
  const next: number[] = new Array(sorted.length);
  let atMs = Number.POSITIVE_INFINITY;
  for (let index = sorted.length - 1; index >= 0; index--) {
    next[index] = atMs;
    const event = sorted[index];
    if (event?.event === "begins") atMs = event.atMs;
  }
  return next;
}

/** Neighbours of one holder become one observation, so that ten thousand files cost no more than one. */
function mergeObservations(observations: SoftObservation[]): SoftObservation[] {
  const sorted = [...observations].sort(
    (a, b) =>
      a.fromMs - b.fromMs || a.toMs - b.toMs || compareText(a.holder, b.holder) || compareRefs(a.evidence, b.evidence),
  );
  const merged: SoftObservation[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last && last.holder === next.holder) last.toMs = Math.max(last.toMs, next.toMs);
    else merged.push({ ...next });
  }
  return merged;
}

/** The nearest observation at or before a time, else the nearest after. */
function nearest(observations: SoftObservation[], atMs: number): SoftObservation | null {
  let best: SoftObservation | null = null;
  let bestReach = Number.NEGATIVE_INFINITY;
  for (const observation of observations) {
    if (observation.fromMs > atMs) break;
    const reach = Math.min(observation.toMs, atMs);
    if (reach >= bestReach) {
      best = observation;
      bestReach = reach;
    }
  }
  return best ?? observations[0] ?? null;
}

function softStretches(
  stretch: HardStretch,
  observations: SoftObservation[],
  afterHolder: string | null,
): HeldStretch[] {
  const inside = observations.filter(
    (observation) =>
      observation.fromMs < stretch.toMs &&
      observation.toMs >= stretch.fromMs &&
      // What still shows the last holder while its end takes effect says nothing about what follows.
      !(observation.holder === afterHolder && observation.toMs < stretch.fromMs),
  );
  if (stretch.endsAs?.holder) {
    const { atMs, holder, proof, evidence } = stretch.endsAs;
    inside.push({ fromMs: atMs - 1, toMs: atMs - 1, holder, proof, evidence });
  }
  const known = mergeObservations(inside);
  const breaks = new Set<number>([stretch.fromMs]);
  for (const observation of known) {
    for (const at of [observation.fromMs, observation.toMs + 1]) {
      if (at > stretch.fromMs && at < stretch.toMs) breaks.add(at);
    }
  }
  const result: HeldStretch[] = [];
  const points = [...breaks].sort((a, b) => a - b);
  for (const [index, fromMs] of points.entries()) {
    const toMs = points[index + 1] ?? stretch.toMs;
    const found = nearest(known, fromMs);
    if (!found) continue;
    const last = result.at(-1);
    if (last && last.holder === found.holder) last.toMs = toMs;
    else {
      const { holder, proof, evidence } = found;
      result.push({ fromMs, toMs, holder, proof, evidence, ...UNTOLD });
    }
  }
  if (stretch.endsAs && result.at(-1)?.holder === stretch.endsAs.holder) {
    const last = result.at(-1);
    if (last) last.statedToMs = stretch.endsAs.atMs;
  }
  return result;
}

function bound(ms: number | null): number | null {
  return ms === null || !Number.isFinite(ms) ? null : ms;
}

/**
 * Who held one subject (an interface, an address), when. Calls and attach times decide where they tell; where they
 * do not, the nearest observation at or before, else the nearest after, within the same stretch. The order of the
 * inputs does not matter.
 *
 * @returns stretches in order of time; where nobody is known to have held it there is none.
 */
export function resolveHolding(hard: HardEvent[], soft: SoftObservation[]): HeldStretch[] {
  const result: HeldStretch[] = [];
  let afterHolder: string | null = null;
  for (const stretch of hardStretches(hard)) {
    if (!stretch.held) {
      for (const one of softStretches(stretch, soft, afterHolder)) result.push(one);
      continue;
    }
    const { holder, event, endedAtMs } = stretch.held;
    const last = result.at(-1);
    if (last && last.holder === holder && last.toMs === stretch.fromMs) {
      last.toMs = stretch.toMs;
      last.statedToMs = endedAtMs;
    } else {
      result.push({
        fromMs: stretch.fromMs,
        toMs: stretch.toMs,
        holder,
        proof: event.proof,
        evidence: event.evidence,
        ...UNTOLD,
        statedFromMs: event.event === "begins" ? event.atMs : null,
        statedToMs: endedAtMs,
      });
    }
    afterHolder = holder;
  }
  return result.map((stretch) => ({
    ...stretch,
    fromMs: bound(stretch.fromMs),
    toMs: bound(stretch.toMs),
  }));
}

/** The stretch that covers a time, by binary search; null when there is none. */
export function stretchAt<T extends { fromMs: number | null; toMs: number | null }>(
  stretches: readonly T[],
  atMs: number,
): T | null {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle] as T;
    if (stretch.fromMs !== null && atMs < stretch.fromMs) high = middle - 1;
    else if (stretch.toMs !== null && atMs >= stretch.toMs) low = middle + 1;
    else return stretch;
  }
  return null;
}
