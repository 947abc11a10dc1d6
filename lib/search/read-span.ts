import type { FieldType } from "@/lib/search/search-field";

/** The whole numbers that a value means, both ends with it: one number, or all milliseconds of a day. */
export interface NumberSpan {
  first: number;
  last: number;
}

const WHOLE = /^\d{1,16}$/;
const AMOUNT = /^(\d{1,15}(?:\.\d{1,6})?) ?([kmgtp]?i?b?)$/i;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?Z?$/i;
const PROTOCOLS = new Map(Object.entries({ tcp: 6, udp: 17, icmp: 1, icmpv6: 58, gre: 47, esp: 50 }));
const DAY = 86_400_000;

function whole(text: string, most = Number.MAX_SAFE_INTEGER): NumberSpan | null {
  const number = WHOLE.test(text) ? Number(text) : Number.NaN;
  return number <= most ? { first: number, last: number } : null;
}

/** `1500`, `1.5kB`, `1MB` (decimal, as the pages write them), `1MiB` (binary). */
function bytes(text: string): NumberSpan | null {
  const [, amount, unit = ""] = AMOUNT.exec(text) ?? [];
  if (amount === undefined) return null;
  const letters = unit.toLowerCase();
  if (letters === "i" || letters === "ib") return null;
  const power = "kmgtp".indexOf(letters.charAt(0) || "-") + 1;
  const number = Math.round(Number(amount) * (letters.includes("i") ? 1024 : 1000) ** power);
  return Number.isSafeInteger(number) ? { first: number, last: number } : null;
}

/** A day, a minute, a second or a millisecond, UTC: all of it. */
function instant(text: string): NumberSpan | null {
  const found = MOMENT.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const fraction = found[7];
  const ms = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second, Number((fraction ?? "0").padEnd(3, "0")));
  // Out of range, `Date.UTC` counts on: 30 February is no day.
  const isReal =
    new Date(ms).getUTCDate() === day && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60 && ms >= 0;
  if (!isReal || (month ?? 0) < 1 || (month ?? 0) > 12) return null;
  const length = found[4] === undefined ? DAY : found[6] === undefined ? 60_000 : fraction === undefined ? 1000 : 1;
  return { first: ms, last: ms + length - 1 };
}

const READERS: Partial<Record<FieldType, (text: string) => NumberSpan | null>> = {
  bytes,
  number: whole,
  instant,
  port: (text) => whole(text, 65_535),
  protocol: (text) => {
    const named = PROTOCOLS.get(text.toLowerCase());
    return named === undefined ? whole(text, 255) : { first: named, last: named };
  },
};

/** True for fields whose values have an order. */
export function hasOrder(type: FieldType): boolean {
  return READERS[type] !== undefined;
}

/** What a value of a field with an order means; null for text that is none. */
export function readSpan(type: FieldType, text: string): NumberSpan | null {
  return READERS[type]?.(text) ?? null;
}
