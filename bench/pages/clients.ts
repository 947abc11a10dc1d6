const CLIENTS = 20;
const LEAST_ANSWERS = 200;
const ROUND_MS = 3_000;
/** Long enough for those that answer slowly: what they have answered by then is counted. */
const MOST_MS = 12_000;

export interface Latency {
  p50: number;
  p95: number;
  answersPerSecond: number;
}

/**
 * Asks from twenty clients at once, each asking again as soon as it has its answer, for three seconds and two hundred
 * answers, or for twelve seconds. `n` tells the questions of a round apart. Milliseconds from question to answer.
 */
export async function askAtOnce(ask: (n: number) => Promise<unknown>): Promise<Latency> {
  const taken: number[] = [];
  let asked = 0;
  const startedAt = performance.now();
  const client = async () => {
    for (;;) {
      const tookMs = performance.now() - startedAt;
      if (tookMs > MOST_MS || (asked >= LEAST_ANSWERS && tookMs > ROUND_MS)) return;
      const askedAt = performance.now();
      await ask(asked++);
      taken.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - startedAt) / 1000;
  taken.sort((a, b) => a - b);
  const rank = (share: number) => taken[Math.ceil(taken.length * share) - 1] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95), answersPerSecond: taken.length / seconds };
}
