import type { Query } from "@/lib/search/query.types";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { EVENT_SOURCES, type EventSource } from "@/lib/timeline/events/event.types";
import { type EventPlace, edgeFor, placeAt } from "@/lib/timeline/events/event-cursor";
import { joinSources } from "@/lib/timeline/events/read-event-page";
import { readCaseAttribution } from "@/lib/timeline/instance-scope";
import type { CaseEvent, CaseFound, CaseRead } from "@/lib/timeline/search/case-events";
import { readCaseCalls } from "@/lib/timeline/search/read-case-calls";
import { readCaseFindings } from "@/lib/timeline/search/read-case-findings";
import { readCaseFlows } from "@/lib/timeline/search/read-case-flows";
import { readCaseQueries } from "@/lib/timeline/search/read-case-queries";

/** Records of a case, earliest first. */
export interface CasePage {
  events: CaseEvent[];
  /** Where to go on; null at the end. Without events, it tells how far was looked. */
  next: EventPlace | null;
  /** All that can be searched, half open; null without evidence. */
  span: { fromMs: number; toMs: number } | null;
}

const READERS: Record<EventSource, (read: CaseRead) => Promise<CaseFound>> = {
  flow: readCaseFlows,
  dns: readCaseQueries,
  api: readCaseCalls,
  finding: readCaseFindings,
};

/** Records of every source and instance of a case that fit a query, beyond a place: as many as one look finds, `limit` at most. */
export async function readCasePage(
  header: CaseHeader,
  query: Query | null,
  after: EventPlace | null,
  limit: number,
): Promise<CasePage> {
  const caseId = header.case.id;
  const attribution = await readCaseAttribution(caseId);
  if (attribution.span === null) return { events: [], next: null, span: null };
  const view = { fromMs: attribution.span.firstMs, toMs: attribution.span.lastMs + 1 };
  const from = after ?? placeAt(view.fromMs);
  const found = await Promise.all(
    EVENT_SOURCES.map(async (source) => {
      const about = { caseId, attribution, flagged: header.addresses, query, view, limit: limit + 1 };
      const { rows, end } = await READERS[source]({ ...about, edge: edgeFor(source, from) });
      return { rows, end: end && { ...end, source } };
    }),
  );
  return { ...joinSources(found, "later", limit), span: view };
}
