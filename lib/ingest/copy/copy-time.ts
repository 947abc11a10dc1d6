/** The times that both a JavaScript date's four-digit ISO form and `timestamptz` can hold: 1970 up to 9999. */
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;
const CACHE_LIMIT = 4096;

const texts = new Map<number, string>();

export function isStorableTime(ms: number): boolean {
  return ms >= 0 && ms <= LAST_MS;
}

/** ISO 8601 text of a storable time. Flow records share few distinct times, so the last ones are remembered. */
export function copyTime(ms: number): string {
  const known = texts.get(ms);
  if (known !== undefined) return known;
  if (texts.size >= CACHE_LIMIT) texts.clear();
  const text = isoText(ms);
  texts.set(ms, text);
  return text;
}

const DAY_MS = 86_400_000;
let day = { number: 0, text: "1970-01-01T" };

/** What `toISOString` gives for whole milliseconds: a day's records, of which there are many, are worked out from the day. */
function isoText(ms: number): string {
  const whole = Math.trunc(ms);
  const number = Math.floor(whole / DAY_MS);
  if (number !== day.number) day = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 11) };
  const inDay = whole - number * DAY_MS;
  const seconds = Math.floor(inDay / 1000);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const thousandths = String(inDay % 1000).padStart(3, "0");
  return `${day.text}${two(hour)}:${two(minute)}:${two(second)}.${thousandths}Z`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
