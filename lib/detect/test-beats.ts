/** For tests: whom a beacon talks to. */
export const BEATS_PEER = "203.0.113.99";
/** Every five minutes for five hours, each from a port of its own. */
export const BEATS = Array.from({ length: 60 }, (_, n) => ({
  ...{ second: n * 300 + (n % 3) * 4, port: 40_000 + n, peer: BEATS_PEER },
}));
