import { isInstant } from "@/lib/core/instant";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import { EVENT_SOURCES, type EventSource } from "@/lib/timeline/events/event.types";
import { readCursor } from "@/lib/timeline/events/event-cursor";
import type { EventSearch } from "@/lib/timeline/events/event-search";

const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * What `EventSearch` makes of a URL, for the browser: the schema's library alone would weigh as much as the page's own
 * code. A test holds the two to the same answers.
 */
export function readEventSearch(params: URLSearchParams): EventSearch {
  const one = <Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice =>
    choices.find((choice) => choice === params.get(name)) ?? choices[0];
  const source = params.get("source")?.split(",") ?? [];
  const sources = EVENT_SOURCES.filter((name) => source.includes(name));
  const q = params.get("q") ?? "";
  return {
    tie: one("tie", ["indicator", "all"]),
    source: sources.length > 0 ? sources : [...EVENT_SOURCES],
    q: q.length <= MOST_CHARACTERS ? q : "",
    group: one("group", ["on", "off"]),
    sort: one("sort", ["time", "-time", "-bytes"]),
    at: readInstant(params.get("at")),
    open: readCursor(params.get("open") ?? "") ?? undefined,
  };
}

/** A moment in a URL, epoch ms: ISO 8601 with its distance from UTC. */
export function readInstant(text: string | null): number | undefined {
  const [, day] = INSTANT.exec(text ?? "") ?? [];
  if (text === null || day === undefined || !isDay(day)) return undefined;
  const ms = Date.parse(text);
  return isInstant(ms) ? ms : undefined;
}

/** `Date.parse` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

const PLAIN = { tie: "indicator", q: "", group: "on", sort: "time" } as const;

/** The parts of a search that differ from what a plain URL means; null for those that do not. */
export function eventSearchParams(
  search: EventSearch,
): Record<Exclude<keyof EventSearch, "at" | "open">, string | null> {
  const unlessPlain = (name: keyof typeof PLAIN) => (search[name] === PLAIN[name] ? null : search[name]);
  return {
    ...{ tie: unlessPlain("tie"), q: unlessPlain("q"), group: unlessPlain("group"), sort: unlessPlain("sort") },
    source: search.source.length < EVENT_SOURCES.length ? search.source.join(",") : null,
  };
}

/** A source more or less; none is all of them. */
export function toggleSource(sources: readonly EventSource[], source: EventSource): EventSource[] {
  const on = sources.includes(source);
  const next = EVENT_SOURCES.filter((name) => (name === source ? !on : sources.includes(name)));
  return next.length === 0 ? [...EVENT_SOURCES] : next;
}
