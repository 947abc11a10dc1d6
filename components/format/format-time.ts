/** Lengths of time in words, which are the same in every zone. Moments are `Times` (times.ts). Inputs are ms. */

const STEPS = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1_000, name: "s" },
] as const;

/** A length of time in its two largest units: `1 h 16 min`, `42 s`, `350 ms`. */
export function formatDuration(ms: number): string {
  const length = Math.abs(ms);
  if (length < 1000) return `${Math.round(length)} ms`;
  const at = STEPS.findIndex((step) => length >= step.ms);
  const first = STEPS[at];
  if (!first) return "0 s";
  const second = STEPS[at + 1];
  const whole = Math.floor(length / first.ms);
  const rest = second ? Math.floor((length - whole * first.ms) / second.ms) : 0;
  return `${whole} ${first.name}${second && rest > 0 ? ` ${rest} ${second.name}` : ""}`;
}

/** Distance from the first contact: `−3 s`, `0 s`, `+1 h 16 min`. */
export function formatContact(ms: number, contactMs: number): string {
  const distance = ms - contactMs;
  if (distance === 0) return "0 s";
  return `${distance < 0 ? "−" : "+"}${formatDuration(distance)}`;
}
