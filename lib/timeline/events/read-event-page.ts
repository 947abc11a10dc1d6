import { pool } from "@/lib/db/pool";
import type { EventPage, EventSource, FoundEvent } from "@/lib/timeline/events/event.types";
import { afterFor, compareEvents, type EventPlace, writeCursor } from "@/lib/timeline/events/event-cursor";
import { PAGE_ROWS } from "@/lib/timeline/events/event-search";
import { readApiEvents } from "@/lib/timeline/events/read-api-events";
import { readDnsEvents } from "@/lib/timeline/events/read-dns-events";
import { readFindingEvents } from "@/lib/timeline/events/read-finding-events";
import { readIndicatorFlows, readInterfaceFlows } from "@/lib/timeline/events/read-flow-events";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface EventPageRequest {
  scope: InstanceScope;
  view: Piece;
  tie: "indicator" | "all";
  sources: readonly EventSource[];
  /** The last event of the page before; null for the first page. */
  after: EventPlace | null;
  limit?: number;
}

interface FileRow {
  id: number;
  sha256: string;
  name: string | null;
}

async function readFiles(caseId: string, fileIds: number[]): Promise<Map<number, FileRow>> {
  const { rows } = await pool().query<FileRow>(
    `SELECT e.id, e.sha256, (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id) AS name
       FROM evidence_files e WHERE e.case_id = $1 AND e.id = ANY($2::int[])`,
    [caseId, fileIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A page of an instance's events. The indicator's hits must stand (`findIndicatorHits`). */
export async function readEventPage(request: EventPageRequest): Promise<EventPage> {
  const { scope, view, tie, sources, after, limit = PAGE_ROWS } = request;
  const tied = tie === "indicator";
  // One more than a page: whether there is a next one.
  const wanted = limit + 1;
  const readers: Record<EventSource, () => Promise<FoundEvent[]>> = {
    flow: async () => {
      const from = afterFor("flow", after, view.fromMs);
      if (tied) return readIndicatorFlows(scope, from, view.toMs, wanted);
      const [own, hops] = await Promise.all([
        readInterfaceFlows(scope, from, view.toMs, wanted),
        readIndicatorFlows(scope, from, view.toMs, wanted, true),
      ]);
      return [...own, ...hops];
    },
    dns: () => readDnsEvents(scope, afterFor("dns", after, view.fromMs), view.toMs, wanted, tied),
    api: () => readApiEvents(scope, afterFor("api", after, view.fromMs), view.toMs, wanted, tied),
    finding: () => readFindingEvents(scope, afterFor("finding", after, view.fromMs), view.toMs, wanted, tied),
  };
  const found = (await Promise.all(sources.map((source) => readers[source]()))).flat().sort(compareEvents);
  const page = found.slice(0, limit);
  const files = await readFiles(scope.caseId, [...new Set(page.map(({ fileId }) => fileId))]);
  const last = page.at(-1);
  return {
    rows: page.map(({ fileId, record, ...event }) => {
      const file = files.get(fileId);
      return { ...event, evidence: { fileId, record, fileName: file?.name ?? "", sha256: file?.sha256 ?? "" } };
    }),
    next: last && found.length > limit ? writeCursor(last) : null,
  };
}
