"use client";

import { useSearchParams } from "next/navigation";
import { EventFilters } from "@/components/timeline/event-filters";
import { EventTable } from "@/components/timeline/event-table";
import { useEventPages } from "@/components/timeline/use-event-pages";
import type { EventPage } from "@/lib/timeline/events/event.types";
import { EventSearch } from "@/lib/timeline/events/event-search";

export interface InstanceEventsProps {
  caseId: string;
  instanceId: string;
  ip: string;
  /** The first page, as the server made it for this URL. */
  first: EventPage;
  firstContactMs: number | null;
}

/** The events of an instance: filters that live in the URL, over a table that reads on as it is scrolled. */
export function InstanceEvents({ caseId, instanceId, ip, first, firstContactMs }: InstanceEventsProps) {
  const params = useSearchParams();
  const search = EventSearch.parse(Object.fromEntries(params));
  const { rows, more, state, readOn } = useEventPages({ caseId, instanceId, ip, first, params });
  return (
    <section className="min-w-0 rounded-lg border border-line bg-panel" aria-labelledby="events-heading">
      <EventFilters search={search} shown={rows.length} more={more} />
      <EventTable
        caseId={caseId}
        rows={rows}
        more={more}
        state={state}
        readOn={readOn}
        firstContactMs={firstContactMs}
        tied={search.tie === "indicator"}
      />
    </section>
  );
}
