/** Everything a page says about time; in UTC. Inputs are epoch ms. */

const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });
const DAY_YEAR = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });

export function toMs(iso: string): number {
  return Date.parse(iso);
}

/** `22:57:41`; the milliseconds only where there are some. */
export function formatClock(ms: number): string {
  const text = new Date(ms).toISOString();
  return ms % 1000 === 0 ? text.slice(11, 19) : text.slice(11, 23);
}

/** `22:57` */
export function formatMinute(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

/** `16 Feb 2026 22:30 to 17 Feb 03:30`: the second half says only what differs. */
export function formatSpan(fromMs: number, toMs: number): string {
  const clock = (ms: number) => (ms % 60_000 === 0 ? formatMinute(ms) : formatClock(Math.round(ms / 1000) * 1000));
  const sameDay = DAY_YEAR.format(fromMs) === DAY_YEAR.format(toMs);
  const sameYear = new Date(fromMs).getUTCFullYear() === new Date(toMs).getUTCFullYear();
  const end = sameDay ? clock(toMs) : `${(sameYear ? DAY : DAY_YEAR).format(toMs)} ${clock(toMs)}`;
  return `${DAY_YEAR.format(fromMs)} ${clock(fromMs)} to ${end}`;
}

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
