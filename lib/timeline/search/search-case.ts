import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import type { Mistake } from "@/lib/search/query.types";
import { readQuery } from "@/lib/search/read-query";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { EVENT_SOURCES, type EventRow } from "@/lib/timeline/events/event.types";
import { type EventPlace, edgeFor, placeAt, writeCursor } from "@/lib/timeline/events/event-cursor";
import { nameEvidence } from "@/lib/timeline/events/name-evidence";
import { joinSources } from "@/lib/timeline/events/read-event-page";
import { readCaseAttribution } from "@/lib/timeline/instance-scope";
import type { CaseFound, CaseRead } from "@/lib/timeline/search/case-events";
import { readCaseCalls } from "@/lib/timeline/search/read-case-calls";
import { readCaseFindings } from "@/lib/timeline/search/read-case-findings";
import { readCaseFlows } from "@/lib/timeline/search/read-case-flows";
import { readCaseQueries } from "@/lib/timeline/search/read-case-queries";

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
}

const PAGE_ROWS = 100;
const READERS: Record<(typeof EVENT_SOURCES)[number], (read: CaseRead) => Promise<CaseFound>> = {
  flow: readCaseFlows,
  dns: readCaseQueries,
  api: readCaseCalls,
  finding: readCaseFindings,
};
type KeptStep = Omit<CaseSearchStep, "rows"> & { rows: (EventRow & Pick<CaseRow, "instanceId">)[] };
const kept = new KeptAnswers<KeptStep>(60);

/** One step of a search through all records of a case, of every source and instance, beyond a place. */
export async function searchCase(header: CaseHeader, q: string, after: EventPlace | null): Promise<CaseSearchStep> {
  const { id, revision } = header.case;
  const { mistakes } = readQuery(q);
  if (mistakes.length > 0) return { rows: [], mistakes, next: null, span: null };
  const key = JSON.stringify([id, revision, header.addresses, q, after]);
  const { rows, ...rest } = await kept.get(key, () => step(header, q, after));
  // Which instances have a page follows from the window, too, and from documents that are made at any time.
  const pages = await pagesOf(header);
  const ipOf = (instanceId: string | null) => (instanceId === null ? null : (pages.get(instanceId) ?? null));
  return { ...rest, rows: rows.map((row): CaseRow => ({ ...row, ip: ipOf(row.instanceId) })) };
}

async function step(header: CaseHeader, q: string, after: EventPlace | null): Promise<KeptStep> {
  const caseId = header.case.id;
  const { query } = readQuery(q);
  const attribution = await readCaseAttribution(caseId);
  const { span } = attribution;
  if (span === null) return { rows: [], mistakes: [], next: null, span: null };
  const view = { fromMs: span.firstMs, toMs: span.lastMs + 1 };
  const from = after ?? placeAt(view.fromMs);
  const found = await Promise.all(
    EVENT_SOURCES.map(async (source) => {
      const about = { caseId, attribution, flagged: header.addresses, query, view, limit: PAGE_ROWS + 1 };
      const { rows, end } = await READERS[source]({ ...about, edge: edgeFor(source, from) });
      return { rows, end: end && { ...end, source } };
    }),
  );
  const { events, next } = joinSources(found, "later", PAGE_ROWS);
  const named = await nameEvidence(caseId, events);
  const rows = named.map((event, at) => ({ ...event, instanceId: events[at]?.instanceId ?? null }));
  return { rows, mistakes: [], next: next && writeCursor(next), span: view };
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
