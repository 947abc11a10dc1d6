// Transit Gateway guide, "Transit Gateway Flow Log records".
const REASONS: [string, string][] = [
  ["packets-lost-no-route", "no route"],
  ["packets-lost-blackhole", "a blackhole route"],
  ["packets-lost-mtu-exceeded", "larger than the MTU"],
  ["packets-lost-ttl-expired", "TTL expired"],
];

/** What a transit gateway says it dropped, in words; null where the record has no such counter. `take` gives a field once. */
export function takeLosses(take: (name: string) => string | undefined): string | null {
  const counters = REASONS.map(([name, why]) => ({ count: take(name), why })).filter(
    ({ count }) => count !== undefined,
  );
  if (counters.length === 0) return null;
  const lost = counters.filter(({ count }) => count !== "0").map(({ count, why }) => `${count} for ${why}`);
  return lost.length === 0 ? "none" : lost.join(", ");
}
