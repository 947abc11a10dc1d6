"use server";

import { z } from "zod";
import { guardedAction } from "@/app/_guard/guarded-action";
import { draftsFromFindings, FindingText } from "@/lib/cases/draft-from-findings";
import { keepFinding } from "@/lib/cases/keep-finding";
import { OpenedCase, openCase } from "@/lib/cases/open-case";
import { AppError } from "@/lib/core/app-error";
import { openSampleIncident } from "@/lib/samples/open-sample-incident";

export const openSampleAction = guardedAction(z.undefined(), (_, person) => openSampleIncident(person));

export const readFindingsAction = guardedAction(z.object({ text: FindingText }), ({ text }) =>
  draftsFromFindings(text),
);

const Opening = z.object({ opened: OpenedCase, finding: FindingText.nullable() });

/** The case stands once it is opened; that its finding could not be kept is said, not undone. */
export const openCaseAction = guardedAction(Opening, async ({ opened, finding }, person) => {
  const { id: caseId } = await openCase(opened, person);
  if (finding === null) return { caseId, notKept: null };
  try {
    await keepFinding({ caseId, text: finding }, person);
    return { caseId, notKept: null };
  } catch (error) {
    if (error instanceof AppError) return { caseId, notKept: error.message };
    throw error;
  }
});
