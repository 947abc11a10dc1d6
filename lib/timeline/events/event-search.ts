import { z } from "zod";
import { AppError } from "@/lib/core/app-error";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import { EVENT_SOURCES } from "@/lib/timeline/events/event.types";
import { readCursor } from "@/lib/timeline/events/event-cursor";
import { readInstant } from "@/lib/timeline/events/read-event-search";

const Sources = z
  .string()
  .transform((text) => EVENT_SOURCES.filter((source) => text.split(",").includes(source)))
  .refine((sources) => sources.length > 0)
  .catch([...EVENT_SOURCES]);

const Instant = z.string().transform(readInstant).optional().catch(undefined);

const Cursor = z.string().transform((text, context) => {
  const place = readCursor(text);
  if (place) return place;
  context.addIssue({ code: "custom", message: "no such place" });
  return z.NEVER;
});

/** Which events of an instance a URL asks for, and how. Anything that does not parse is what it would be without it. */
export const EventSearch = z.object({
  /** `indicator`: records that name it; `all`: everything of the instance. */
  tie: z.enum(["indicator", "all"]).catch("indicator"),
  source: Sources,
  /** A text of the search language. */
  q: z.string().max(MOST_CHARACTERS).catch(""),
  group: z.enum(["on", "off"]).catch("on"),
  sort: z.enum(["time", "-time", "-bytes"]).catch("time"),
  /** The moment that the table begins at. */
  at: Instant,
  /** The event that stands open; without a moment, the table begins at it. */
  open: Cursor.optional().catch(undefined),
});
export type EventSearch = z.infer<typeof EventSearch>;

/** A part of the case's time to look at, half open. */
export const ViewSearch = z.object({ from: Instant, to: Instant });
export type ViewSearch = z.infer<typeof ViewSearch>;

const BytesCursor = z
  .string()
  .regex(/^\d{1,16}:/)
  .transform((text) => ({ bytes: Number(text.slice(0, text.indexOf(":"))), place: text.slice(text.indexOf(":") + 1) }))
  .pipe(z.object({ bytes: z.number().int(), place: Cursor }));

/** What every question about the events of an instance says: whose indicator, which view. */
export const AboutSearch = z.object({ ...ViewSearch.shape, ip: z.string().max(64).optional() });

/** A page of the table: beyond one of the ends it has, or around a moment. */
export const EventPageSearch = z.object({
  ...EventSearch.shape,
  ...AboutSearch.shape,
  after: Cursor.optional(),
  before: Cursor.optional(),
  /** In the order of bytes. */
  below: BytesCursor.optional(),
});

/** Which events are counted by the values of their fields, earlier than a place. */
export const FacetSearch = z.object({ ...EventSearch.shape, ...AboutSearch.shape, after: Cursor.optional() });

/** A step of a search through a whole case. */
const CaseSearch = z.object({
  // One that is too long must not be answered as none: reading it says so.
  q: z.string().default(""),
  after: Cursor.optional(),
});

/** What is asked of a case-wide search, by members of their names. Throws AppError `invalid` for what is no search. */
export function caseSearchOf(asked: object): z.output<typeof CaseSearch> {
  const search = CaseSearch.safeParse(asked);
  if (!search.success) throw new AppError("invalid", "That is no search.");
  return search.data;
}

/** The events of one group. */
export const GroupSearch = z.object({
  ...EventSearch.shape,
  ...AboutSearch.shape,
  first: Cursor,
  after: Cursor.optional(),
});

/** One event, to look at closely. */
export const OpenSearch = z.object({ ...EventSearch.shape, ...AboutSearch.shape, open: Cursor });

/** Its raw record, its first part or all of it. */
export const RawSearch = z.object({ open: Cursor, whole: z.literal("1").optional() });
