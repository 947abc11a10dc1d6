const STEPS = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1_000, name: "s" },
] as const;

/** A length of time (ms, either sign) in its two largest units, the same in every zone: `1 h 16 min`, `42 s`, `350 ms`. */
export function durationWords(ms: number): string {
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
