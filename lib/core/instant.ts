/** The last millisecond of the year 9999. */
export const LATEST_MS = 253_402_300_799_999;
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?( ?UTC|Z|[+-]\d\d:?\d\d)?$/i;

/** As AWS writes most of them. */
const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** True for an epoch ms from 1970 to the end of the year 9999: what any part of the program can show. */
export function isInstant(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0 && ms <= LATEST_MS;
}

/** Records of a log come in the order of time, many of a second: what was read last is kept. */
let last: { text: string; ms: number | null } = { text: "", ms: null };

/**
 * Epoch ms of an ISO 8601 time, cut to the millisecond; null when it is none or lies before 1970. A time without an
 * offset is UTC, as AWS writes it; Athena writes a zone as `2026-01-01 00:00:00.000 UTC`. Days that do not exist are
 * refused, not rolled over.
 */
export function parseInstant(text: string): number | null {
  if (text !== last.text) last = { text, ms: readInstant(text) };
  return last.ms;
}

function readInstant(text: string): number | null {
  if (PLAIN.test(text)) {
    const ms = Date.parse(text);
    // A day that does not exist, and midnight as 24:00, come out as another day.
    if (new Date(ms).getUTCDate() === Number(text.slice(8, 10))) return isInstant(ms) ? ms : null;
  }
  const match = ISO.exec(text);
  if (!match) return null;
  const [, day = "", clock = "", fraction = "", zone = "Z"] = match;
  const utc = Date.parse(
    `${day}T${clock.length === 5 ? `${clock}:00` : clock}.${fraction.padEnd(3, "0").slice(0, 3)}Z`,
  );
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== (clock.startsWith("24") ? "" : day))
    return null;
  const ms = utc - offsetMs(zone);
  return isInstant(ms) ? ms : null;
}

function offsetMs(zone: string): number {
  if (/^(?:z| ?utc)$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
