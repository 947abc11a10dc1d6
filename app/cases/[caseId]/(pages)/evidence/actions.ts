"use server";

import { revalidatePath } from "next/cache";
import { guardedAction } from "@/app/_guard/guarded-action";
import { askEvidenceCheck, CheckedCase } from "@/lib/cases/ask-evidence-check";
import { cancelLoad, LoadOfCase } from "@/lib/cases/cancel-load";
import { GivenFlowFormat, giveFlowFormat } from "@/lib/cases/give-flow-format";
import { loadFolder, ServerFolder } from "@/lib/cases/load-folder";
import { loadRest } from "@/lib/cases/load-rest";
import { FinishedUploads, loadUploads } from "@/lib/cases/load-uploads";
import { RemovedEvidence, removeEvidence } from "@/lib/cases/remove-evidence";
import { enqueueCheck } from "@/lib/jobs/check-job";
import { enqueueLoad } from "@/lib/jobs/load-job";

function changed(caseId: string): void {
  revalidatePath(`/cases/${caseId}`, "layout");
}

export const loadUploadsAction = guardedAction(FinishedUploads, async (input, person) => {
  const opened = await loadUploads(input, person);
  await enqueueLoad(opened.loadId);
  changed(input.caseId);
  return opened;
});

export const loadFolderAction = guardedAction(ServerFolder, async (input, person) => {
  const started = await loadFolder(input, person);
  await enqueueLoad(started.loadId);
  changed(input.caseId);
  return started;
});

export const cancelLoadAction = guardedAction(LoadOfCase, async (input, person): Promise<void> => {
  const { isRun } = await cancelLoad(input, person);
  if (!isRun) await enqueueLoad(input.loadId);
  changed(input.caseId);
});

export const loadRestAction = guardedAction(LoadOfCase, async (input, person) => {
  const { loadId } = await loadRest(input, person);
  await enqueueLoad(loadId);
  changed(input.caseId);
  return { loadId };
});

export const giveFlowFormatAction = guardedAction(GivenFlowFormat, async (input, person): Promise<void> => {
  const { loadId } = await giveFlowFormat(input, person);
  await enqueueLoad(loadId);
  changed(input.caseId);
});

export const removeEvidenceAction = guardedAction(RemovedEvidence, async (input, person): Promise<void> => {
  const rebuilding = await removeEvidence(input, person);
  if (rebuilding) await enqueueLoad(rebuilding.loadId);
  changed(input.caseId);
});

export const checkEvidenceAction = guardedAction(CheckedCase, async (input, person): Promise<void> => {
  const { checkId } = await askEvidenceCheck(input, person);
  await enqueueCheck(checkId);
  changed(input.caseId);
});
