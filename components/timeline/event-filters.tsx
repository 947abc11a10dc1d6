"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { countOf, formatCount } from "@/components/format/format-count";
import { SourceSquare } from "@/components/ui/source-square";
import { EVENT_SOURCES, type EventSource } from "@/lib/timeline/events/event.types";
import { type EventSearch, eventSearchParams } from "@/lib/timeline/events/event-search";

export const SOURCE_NAMES: Record<EventSource, string> = { flow: "Flow", dns: "DNS", api: "API", finding: "Finding" };
const TIES = { indicator: "With the address", all: "Everything" } as const;

/** What the table shows, as links: every choice is a URL. */
export function EventFilters({ search, shown, more }: { search: EventSearch; shown: number; more: boolean }) {
  const path = usePathname();
  const params = useSearchParams();
  const hrefOf = (next: EventSearch) => {
    const merged = new URLSearchParams(params);
    merged.delete("tie");
    merged.delete("source");
    for (const [name, value] of eventSearchParams(next)) merged.set(name, value);
    return `${path}${merged.size > 0 ? `?${merged}` : ""}`;
  };
  const toggled = (source: EventSource): EventSource[] => {
    const on = search.source.includes(source);
    const next = EVENT_SOURCES.filter((name) => (name === source ? !on : search.source.includes(name)));
    return next.length === 0 ? [...EVENT_SOURCES] : next;
  };
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-3.5 py-2">
      <h2 id="events-heading" className="mr-1 font-medium">
        Events
      </h2>
      <nav aria-label="Which events" className="flex overflow-hidden rounded-md border border-line">
        {(["indicator", "all"] as const).map((tie) => (
          <Link
            key={tie}
            href={hrefOf({ ...search, tie })}
            scroll={false}
            prefetch={false}
            aria-current={search.tie === tie ? "true" : undefined}
            className="border-line border-r px-2.5 py-1 text-dim text-sm -outline-offset-2 last:border-0 hover:text-text aria-[current]:bg-soft aria-[current]:text-text"
          >
            {TIES[tie]}
          </Link>
        ))}
      </nav>
      <nav aria-label="Sources" className="flex gap-1.5">
        {EVENT_SOURCES.map((source) => {
          const on = search.source.includes(source);
          return (
            <Link
              key={source}
              href={hrefOf({ ...search, source: toggled(source) })}
              scroll={false}
              prefetch={false}
              aria-current={on ? "true" : undefined}
              title={on ? `Leave ${SOURCE_NAMES[source]} out` : `Show ${SOURCE_NAMES[source]} again`}
              className="inline-flex items-center gap-1.5 rounded-md border border-line px-2 py-1 text-dim text-sm line-through hover:text-text aria-[current]:bg-soft aria-[current]:text-text aria-[current]:no-underline"
            >
              <SourceSquare of={source} />
              {SOURCE_NAMES[source]}
            </Link>
          );
        })}
      </nav>
      <div className="grow" />
      <span className="text-dim text-sm tabular-nums" role="status">
        {more ? `first ${formatCount(shown)} events, more below` : countOf(shown, "event")}
      </span>
    </div>
  );
}
