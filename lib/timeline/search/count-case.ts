import { AppError } from "@/lib/core/app-error";
import { KeptAnswers } from "@/lib/core/kept-answers";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { type EventPlace, writeCursor } from "@/lib/timeline/events/event-cursor";
import { countValues } from "@/lib/timeline/search/count-facets";
import type { CountStep } from "@/lib/timeline/search/facets.types";
import { readCasePage } from "@/lib/timeline/search/read-case-page";
import { readCaseQuery } from "@/lib/timeline/search/read-case-query";

/** So many records are read and counted in well under a second. */
const STEP_RECORDS = 5_000;
const kept = new KeptAnswers<CountStep>(60);

/**
 * One step of counting the records of a search through a case by the values of their fields, beyond a place.
 *
 * @throws AppError `invalid` for a query that cannot be read.
 */
export async function countCase(header: CaseHeader, q: string, after: EventPlace | null): Promise<CountStep> {
  const { query, mistakes } = await readCaseQuery(header.case.id, q);
  if (mistakes.length > 0) throw new AppError("invalid", "The query cannot be read.");
  const key = JSON.stringify([header.case.id, header.case.revision, query, after]);
  return kept.get(key, async () => {
    const { events, next } = await readCasePage(header, query, after, STEP_RECORDS);
    return { counts: countValues(events), counted: events.length, next: next && writeCursor(next) };
  });
}
