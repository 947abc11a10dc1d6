/** How long to wait after each failed attempt, in seconds: 18 hours in all. After the last one a message is given up. */
const PAUSES_SECONDS = [5, 60, 300, 1_800, 7_200, 18_000, 36_000];

/** How long to wait after the attempt of that number, the first being 1; null where it was the last. */
export function pauseAfter(attempt: number): number | null {
  return PAUSES_SECONDS[attempt - 1] ?? null;
}
