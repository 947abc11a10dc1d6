import { tzOffset } from "@date-fns/tz";

/** What a page says of moments, in one time zone. Inputs are epoch ms. */
export interface Times {
  /** IANA name. */
  zone: string;
  /** `UTC`, else the name of the zone, for "All times …". */
  name: string;
  /** `22:57:41`; the milliseconds only where there are some. */
  clock(ms: number): string;
  /** `22:57` */
  minute(ms: number): string;
  /** `16 Feb` */
  day(ms: number): string;
  /** `16 Feb 2026` */
  date(ms: number): string;
  /** `16 Feb 22:57:41` */
  dayClock(ms: number): string;
  /** `16 Feb 2026 22:57:41 UTC`, or with the distance from UTC: `… +05:30`. */
  instant(ms: number): string;
  /** `16 Feb 2026 22:30 to 17 Feb 03:30`: the second half says only what differs. */
  span(fromMs: number, toMs: number): string;
  /** `2026-02-16 22:57:41`, which `parseTime` reads back. */
  typed(ms: number): string;
  /** Minutes ahead of UTC at that moment. */
  offsetMinutes(ms: number): number;
}

const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const DAYS_KEPT = 500;

/** Words for a day, by a moment of it in UTC. Those of a page are mostly of a few days: each is put into words once. */
function dayWords(options: Intl.DateTimeFormatOptions): (ms: number) => string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", ...options });
  const known = new Map<number, string>();
  return (ms) => {
    const day = Math.floor(ms / DAY_MS);
    const found = known.get(day);
    if (found !== undefined) return found;
    const words = format.format(ms);
    if (known.size >= DAYS_KEPT) known.clear();
    known.set(day, words);
    return words;
  };
}

const dayOf = dayWords({});
const dateOf = dayWords({ year: "numeric" });

export const UTC = "UTC";

/** True for a zone that this machine knows. */
export function isZone(text: string): boolean {
  try {
    return text !== "" && new Intl.DateTimeFormat("en", { timeZone: text }) !== null;
  } catch {
    return false;
  }
}

const made = new Map<string, Times>();

/** Words for moments in a zone, which must be one that `isZone` knows. */
export function timesIn(zone: string): Times {
  let found = made.get(zone);
  if (!found) {
    found = makeTimes(zone);
    made.set(zone, found);
  }
  return found;
}

function makeTimes(zone: string): Times {
  const offsetMinutes = (ms: number) => (zone === UTC ? 0 : tzOffset(zone, new Date(ms)));
  // A moment moved so that reading it as UTC gives the zone's own calendar.
  const local = (ms: number) => ms + offsetMinutes(ms) * MINUTE;
  const clock = (ms: number) => {
    const text = new Date(local(ms)).toISOString();
    return ms % 1000 === 0 ? text.slice(11, 19) : text.slice(11, 23);
  };
  const minute = (ms: number) => new Date(local(ms)).toISOString().slice(11, 16);
  const day = (ms: number) => dayOf(local(ms));
  const dayYear = (ms: number) => dateOf(local(ms));
  const short = (ms: number) => (ms % MINUTE === 0 ? minute(ms) : clock(Math.round(ms / 1000) * 1000));
  const suffix = (ms: number) => (zone === UTC ? UTC : distance(offsetMinutes(ms)));
  return {
    ...{ zone, name: zone, clock, minute, day, offsetMinutes },
    date: dayYear,
    dayClock: (ms) => `${day(ms)} ${clock(ms)}`,
    instant: (ms) => `${dayYear(ms)} ${clock(ms)} ${suffix(ms)}`,
    span: (fromMs, toMs) => {
      const sameYear = new Date(local(fromMs)).getUTCFullYear() === new Date(local(toMs)).getUTCFullYear();
      const end = dayYear(fromMs) === dayYear(toMs) ? "" : `${sameYear ? day(toMs) : dayYear(toMs)} `;
      return `${dayYear(fromMs)} ${short(fromMs)} to ${end}${short(toMs)}`;
    },
    typed: (ms) => new Date(local(ms)).toISOString().slice(0, 19).replace("T", " "),
  };
}

/** `+05:30` */
function distance(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "−" : "+"}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}

const TYPED = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?$/;
const WITH_ZONE = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * The moment that someone typed, epoch ms: `2026-02-16`, `2026-02-16 22:30`, with seconds too, in the zone; or with a
 * distance from UTC of its own. Null for what is no time. An hour that a change of clocks leaves out is read as if it had
 * not been; of one that comes twice, the first is taken.
 */
export function parseTime(zone: string, typed: string): number | null {
  const text = typed.trim();
  if (WITH_ZONE.test(text)) {
    const ms = Date.parse(text.replace(" ", "T"));
    return Number.isNaN(ms) ? null : ms;
  }
  const [, ...parts] = TYPED.exec(text) ?? [];
  if (parts.length === 0) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  const milliseconds = Number((parts[6] ?? "0").padEnd(3, "0"));
  const asUtc = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
  // Refuses 30 February and 25 o'clock.
  if (!asUtc.toISOString().startsWith(`${parts[0]}-${parts[1]}-${parts[2]}`) || hour > 23 || minute > 59 || second > 59)
    return null;
  return inZone(asUtc.getTime(), timesIn(zone));
}

/** The moment at which a zone's clocks show what UTC's show at `asUtc`. */
function inZone(asUtc: number, { offsetMinutes }: Times): number {
  // The two distances from UTC that a change of clocks nearby can choose from; the larger one gives the earlier moment.
  const before = offsetMinutes(asUtc - DAY_MS);
  const after = offsetMinutes(asUtc + DAY_MS);
  const fits = [before, after]
    .map((minutes) => ({ ms: asUtc - minutes * MINUTE, minutes }))
    .filter(({ ms, minutes }) => offsetMinutes(ms) === minutes)
    .map(({ ms }) => ms);
  return fits.length > 0 ? Math.min(...fits) : asUtc - before * MINUTE;
}
