"use server";

import { z } from "zod";
import { guardedAction } from "@/app/_guard/guarded-action";
import { draftsFromFindings, FindingText } from "@/lib/cases/draft-from-findings";
import { keepFinding } from "@/lib/cases/keep-finding";
import { OpenedCase, openCase } from "@/lib/cases/open-case";
import { AppError } from "@/lib/core/app-error";
import { askFirstFetch, FirstFetch } from "@/lib/findings/ask-first-fetch";
import { openSampleIncident } from "@/lib/samples/open-sample-incident";

export const openSampleAction = guardedAction(z.undefined(), (_, person) => openSampleIncident(person));

export const readFindingsAction = guardedAction(z.object({ text: FindingText }), ({ text }) =>
  draftsFromFindings(text),
);

const Opening = z.object({
  opened: OpenedCase,
  finding: FindingText.nullable(),
  fetch: FirstFetch.nullable().default(null),
});

/** The case stands once it is opened; that its finding could not be kept, or nothing planned, is said, not undone. */
export const openCaseAction = guardedAction(Opening, async ({ opened, finding, fetch }, person) => {
  const { id: caseId } = await openCase(opened, person);
  const notKept = finding === null ? null : await reasonOf(keepFinding({ caseId, text: finding }, person));
  const notPlanned = fetch === null ? null : await reasonOf(askFirstFetch(caseId, opened, fetch, person));
  return { caseId, notKept, notPlanned };
});

async function reasonOf(work: Promise<void>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
