// Below this many bytes the scale is about linear, above it logarithmic.
const KNEE_BYTES = 1000;
const MARKS = [1e2, 1e4, 1e6, 1e8, 1e10, 1e12, 1e14];

/** Place of a number of bytes on a symmetric logarithmic scale: 0 at 0, and the sign is kept. */
export function byteScale(bytes: number): number {
  return Math.sign(bytes) * Math.log10(1 + Math.abs(bytes) / KNEE_BYTES);
}

/** Numbers of bytes to mark on a scale that reaches up to `maxBytes`: three at most, the same ones on every page. */
export function byteTicks(maxBytes: number): number[] {
  const marks = MARKS.filter((bytes) => bytes <= maxBytes && (bytes > 100 || maxBytes < 10_000)).slice(-3);
  return marks.length === 1 && maxBytes >= 10 * (marks[0] ?? 0) ? [...marks, 10 * (marks[0] ?? 0)] : marks;
}
