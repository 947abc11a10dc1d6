"use client";

import { formatCount } from "@/components/format/format-count";
import { CountsChoice } from "@/components/search/counts-choice";
import { QueryField } from "@/components/search/query-field";
import type { SavedSearchActions } from "@/components/search/saved-search-actions";
import { SavedSearches } from "@/components/search/saved-searches";
import { JumpToTime } from "@/components/timeline/jump-to-time";
import { UrlChoice } from "@/components/timeline/url-choice";
import type { UrlChange, UrlState } from "@/components/timeline/use-url-state";
import { SourceSquare } from "@/components/ui/source-square";
import { EVENT_SOURCES, type EventSource, type SourceCounts } from "@/lib/timeline/events/event.types";
import type { EventSearch } from "@/lib/timeline/events/event-search";
import { eventSearchParams, toggleSource } from "@/lib/timeline/events/read-event-search";

export const SOURCE_NAMES: Record<EventSource, string> = { flow: "Flow", dns: "DNS", api: "API", finding: "Finding" };
const TIES = { indicator: "With the address", all: "Everything" } as const;

/** What the table shows: every choice is a link, so it can be opened beside, and changes the address alone. */
export function EventFilters({
  caseId,
  searches,
  search,
  counts,
  url,
  onJump,
}: {
  caseId: string;
  searches: SavedSearchActions;
  search: EventSearch;
  counts: SourceCounts;
  url: UrlState;
  onJump: (ms: number) => void;
}) {
  const choose = (next: EventSearch): UrlChange => ({ ...eventSearchParams(next), at: null });
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-3.5 py-2">
      <h2 id="events-heading" className="mr-1 font-medium">
        Events
      </h2>
      <QueryField
        caseId={caseId}
        label="Search the events"
        value={search.q}
        onChange={(q) => url.change(choose({ ...search, q }), "replace")}
      />
      <nav aria-label="Which events" className="flex h-7 overflow-hidden rounded-md border border-line">
        {(["indicator", "all"] as const).map((tie) => (
          <UrlChoice
            key={tie}
            url={url}
            change={choose({ ...search, tie })}
            on={search.tie === tie}
            className="border-line border-r px-2.5 text-dim text-sm -outline-offset-2 last:border-0 hover:text-text aria-[current]:bg-soft aria-[current]:text-text"
          >
            {TIES[tie]}
          </UrlChoice>
        ))}
      </nav>
      <nav aria-label="Sources" className="flex flex-wrap gap-1.5">
        {EVENT_SOURCES.map((source) => {
          const on = search.source.includes(source);
          const count = counts[source];
          return (
            <UrlChoice
              key={source}
              url={url}
              change={choose({ ...search, source: toggleSource(search.source, source) })}
              on={on}
              title={on ? `Leave ${SOURCE_NAMES[source]} out` : `Show ${SOURCE_NAMES[source]} again`}
              className="h-7 gap-1.5 rounded-md border border-line px-2 text-dim text-sm hover:text-text aria-[current]:bg-soft aria-[current]:text-text [&:not([aria-current])>b]:line-through"
            >
              <SourceSquare of={source} />
              <b className="font-medium">{SOURCE_NAMES[source]}</b>
              {count === null ? null : <span className="text-dim tabular-nums">{formatCount(count)}</span>}
            </UrlChoice>
          );
        })}
      </nav>
      <UrlChoice
        url={url}
        change={choose({ ...search, group: search.group === "on" ? "off" : "on" })}
        on={search.group === "on"}
        title={search.group === "on" ? "Show every record in a row of its own" : "Show records of one kind in one row"}
        className="h-7 rounded-md border border-line px-2 text-dim text-sm hover:text-text aria-[current]:bg-soft aria-[current]:text-text"
      >
        Grouped
      </UrlChoice>
      <CountsChoice url={url} />
      <SavedSearches
        caseId={caseId}
        query={search.q}
        actions={searches}
        onChoose={(q) => url.change(choose({ ...search, q }))}
      />
      <JumpToTime onJump={onJump} />
    </div>
  );
}
