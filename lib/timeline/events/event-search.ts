import { z } from "zod";
import { EVENT_SOURCES, type EventSource } from "@/lib/timeline/events/event.types";
import { readCursor } from "@/lib/timeline/events/event-cursor";

export const PAGE_ROWS = 200;

const Sources = z
  .string()
  .transform((text) => EVENT_SOURCES.filter((source) => text.split(",").includes(source)))
  .refine((sources) => sources.length > 0)
  .catch([...EVENT_SOURCES]);

/** Which events of an instance a URL asks for. Anything that does not parse is what it would be without it. */
export const EventSearch = z.object({
  /** `indicator`: records that name it; `all`: everything of the instance. */
  tie: z.enum(["indicator", "all"]).catch("indicator"),
  source: Sources,
});
export type EventSearch = z.infer<typeof EventSearch>;

const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((ms) => ms >= 0)
  .optional()
  .catch(undefined);

/** A part of the case's time to look at, half open. */
export const ViewSearch = z.object({ from: Instant, to: Instant });
export type ViewSearch = z.infer<typeof ViewSearch>;

export const EventPageSearch = z.object({
  ...EventSearch.shape,
  ...ViewSearch.shape,
  ip: z.string().max(64).optional(),
  after: z
    .string()
    .transform((text, context) => {
      const place = readCursor(text);
      if (!place) context.addIssue({ code: "custom", message: "no such place" });
      return place;
    })
    .optional(),
});

/** The parts of a search that differ from what a plain URL means. */
export function eventSearchParams({ tie, source }: { tie: EventSearch["tie"]; source: readonly EventSource[] }) {
  const params = new URLSearchParams();
  if (tie !== "indicator") params.set("tie", tie);
  if (source.length < EVENT_SOURCES.length) params.set("source", source.join(","));
  return params;
}
