import type { HeldStretch } from "@/lib/ledger/resolve-holding";

/** A stretch of time in which one instance held something; half open, null where nothing bounds it. */
export interface HolderStretch {
  fromMs: number | null;
  toMs: number | null;
  instanceId: string;
}

/** The same with what proves it: of an address, what proves who held its interface. */
export interface InstanceStretch extends HolderStretch, Pick<HeldStretch, "proof" | "evidence"> {}

export function toInstanceStretch({ fromMs, toMs, holder, proof, evidence }: HeldStretch): InstanceStretch {
  return { fromMs, toMs, instanceId: holder, proof, evidence };
}

function later(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

/** The parts of `inner` that fall into one outer stretch. */
export function clip<T extends { fromMs: number | null; toMs: number | null }>(
  outer: { fromMs: number | null; toMs: number | null },
  inner: readonly T[],
): T[] {
  return inner
    .map((part) => ({ ...part, fromMs: later(outer.fromMs, part.fromMs), toMs: earlier(outer.toMs, part.toMs) }))
    .filter((part) => part.fromMs === null || part.toMs === null || part.fromMs < part.toMs);
}

export function joinNeighbours<T extends HolderStretch>(stretches: T[]): T[] {
  const joined: T[] = [];
  for (const next of stretches) {
    const last = joined.at(-1);
    if (last && last.instanceId === next.instanceId && last.toMs === next.fromMs) last.toMs = next.toMs;
    else joined.push({ ...next });
  }
  return joined;
}
