import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { investigateAnswers } from "@/lib/investigate/investigate";
import { type RecordedBehind, recordedBehind } from "@/lib/investigate/recorded-behind";
import type { Mistake, Query } from "@/lib/search/query.types";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import type { EventRow } from "@/lib/timeline/events/event.types";
import { type EventPlace, writeCursor } from "@/lib/timeline/events/event-cursor";
import { nameEvidence } from "@/lib/timeline/events/name-evidence";
import { API_SEARCH_COLUMNS } from "@/lib/timeline/search/api-search-columns";
import { meansNone } from "@/lib/timeline/search/compile-query";
import { DNS_SEARCH_COLUMNS } from "@/lib/timeline/search/dns-search-columns";
import { flowSearchColumns } from "@/lib/timeline/search/flow-search-columns";
import { readCasePage } from "@/lib/timeline/search/read-case-page";
import { readCaseQuery } from "@/lib/timeline/search/read-case-query";

/** A record of a case that a search found. */
export type CaseRow = EventRow & {
  instanceId: string | null;
  /** The flagged address on whose page of the instance the record can be seen; null where there is no such page. */
  ip: string | null;
};

/** What one step of a search found, earliest first. */
export interface CaseSearchStep {
  rows: CaseRow[];
  mistakes: readonly Mistake[];
  /** Where to go on; null at the end. Without rows, it tells how far was looked. */
  next: string | null;
  /** All that can be searched, half open; null without evidence. */
  span: { fromMs: number; toMs: number } | null;
  /** At the end: what the logs that could hold such a record recorded of all the evidence. */
  behind: readonly RecordedBehind[];
}

const PAGE_ROWS = 100;
type KeptStep = Omit<CaseSearchStep, "rows" | "behind"> & { rows: (EventRow & Pick<CaseRow, "instanceId">)[] };
const kept = new KeptAnswers<KeptStep>(60);

/** One step of a search through all records of a case, of every source and instance, beyond a place. */
export async function searchCase(header: CaseHeader, q: string, after: EventPlace | null): Promise<CaseSearchStep> {
  const { id, revision } = header.case;
  const { query, mistakes } = await readCaseQuery(id, q);
  if (mistakes.length > 0) return { rows: [], mistakes, next: null, span: null, behind: [] };
  const key = JSON.stringify([id, revision, header.addresses, query, after]);
  const { rows, ...rest } = await kept.get(key, () => step(header, query, after));
  // Which instances have a page follows from the window, too, and from documents that are made at any time.
  const pages = await pagesOf(header);
  const ipOf = (instanceId: string | null) => (instanceId === null ? null : (pages.get(instanceId) ?? null));
  const isEmptyEnd = rest.next === null && rows.length === 0;
  return {
    ...{ ...rest, rows: rows.map((row): CaseRow => ({ ...row, ip: ipOf(row.instanceId) })) },
    behind: isEmptyEnd ? await behindSearch(header, query) : [],
  };
}

async function step(header: CaseHeader, query: Query | null, after: EventPlace | null): Promise<KeptStep> {
  const { events, next, span } = await readCasePage(header, query, after, PAGE_ROWS);
  const named = await nameEvidence({ caseId: header.case.id, revision: header.case.revision }, events);
  const rows = named.map((event, at) => ({ ...event, instanceId: events[at]?.instanceId ?? null }));
  return { rows, mistakes: [], next: next && writeCursor(next), span };
}

const COLUMNS_OF = [
  ["flow", flowSearchColumns("true")],
  ["dns", DNS_SEARCH_COLUMNS],
  ["api", API_SEARCH_COLUMNS],
] as const;

/** What stands behind "nothing fits": a search is of all evidence, whatever the case's window is. */
async function behindSearch(
  { addresses, case: { id, revision } }: CaseHeader,
  query: Query | null,
): Promise<RecordedBehind[]> {
  const asked = { caseId: id, ip: addresses[0] ?? null, from: null, to: null };
  const { coverage, window } = await investigateAnswers(asked, revision);
  return COLUMNS_OF.flatMap(([kind, columns]) =>
    meansNone(query, columns) ? [] : [recordedBehind(coverage, kind, window)],
  );
}

/** Instances that met an address, with the first of those: they have a page. */
async function pagesOf({ addresses, case: shown }: CaseHeader): Promise<Map<string, string>> {
  const { id, revision, windowFrom, windowTo } = shown;
  const { rows } = await pool().query<{ ip: string; ids: string[] }>(
    `SELECT indicator AS ip, instance_ids AS ids FROM investigations
      WHERE case_id = $1 AND revision = $2 AND indicator = ANY($5::text[])
        AND window_from IS NOT DISTINCT FROM $3 AND window_to IS NOT DISTINCT FROM $4`,
    [id, revision, windowFrom, windowTo, addresses],
  );
  const pages = new Map<string, string>();
  const order = rows.sort((a, b) => addresses.indexOf(b.ip) - addresses.indexOf(a.ip));
  for (const { ip, ids } of order) for (const instanceId of ids) pages.set(instanceId, ip);
  return pages;
}
