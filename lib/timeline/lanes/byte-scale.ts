// Below this many bytes the scale is about linear, above it logarithmic.
const KNEE_BYTES = 100;

/** Place of a number of bytes on a symmetric logarithmic scale: 0 at 0, and the sign is kept. */
export function byteScale(bytes: number): number {
  return Math.sign(bytes) * Math.log10(1 + Math.abs(bytes) / KNEE_BYTES);
}

/** Round numbers of bytes to mark on a scale that reaches up to `maxBytes`: three at most, evenly apart. */
export function byteTicks(maxBytes: number): number[] {
  const highest = Math.floor(Math.log10(Math.max(1, maxBytes)));
  if (highest < 2) return [];
  const apart = Math.max(1, Math.ceil((highest - 1) / 3));
  const ticks: number[] = [];
  for (let power = highest; power >= 2 && ticks.length < 3; power -= apart) ticks.push(10 ** power);
  return ticks.reverse();
}
