"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { AcceptedStart, acceptStart } from "@/lib/cases/accept-start";
import { addIndicator, NewIndicator } from "@/lib/cases/add-indicator";
import { askPurge, PurgedCase } from "@/lib/cases/ask-purge";
import { ChosenBaseline, chooseBaseline } from "@/lib/cases/choose-baseline";
import { CaseDescription, describeCase } from "@/lib/cases/describe-case";
import { HeldCase, holdCase } from "@/lib/cases/hold-case";
import { RemovedIndicator, removeIndicator } from "@/lib/cases/remove-indicator";
import { RemovedSearch, removeSearch } from "@/lib/cases/remove-search";
import { RenamedSearch, renameSearch } from "@/lib/cases/rename-search";
import { NewSearch, saveSearch } from "@/lib/cases/save-search";
import { SeenCase, seeCase } from "@/lib/cases/see-case";
import { CaseState, setCaseState } from "@/lib/cases/set-case-state";
import { TakenBackStart, takeBackStart } from "@/lib/cases/take-back-start";
import { askDetections } from "@/lib/detect/ask-detections";
import { enqueuePurge } from "@/lib/jobs/purge-job";

export const describeCaseAction = guardedAction(CaseDescription, (input, person) => describeCase(input, person));

export const addIndicatorAction = guardedAction(NewIndicator, async (input, person) => {
  await addIndicator(input, person);
});

export const removeIndicatorAction = guardedAction(RemovedIndicator, (input, person) => removeIndicator(input, person));

export const takeBackStartAction = guardedAction(TakenBackStart, (input, person) => takeBackStart(input, person));

export const acceptStartAction = guardedAction(AcceptedStart, (input, person) => acceptStart(input, person));

export const chooseBaselineAction = guardedAction(ChosenBaseline, (input, person) => chooseBaseline(input, person));

export const setCaseStateAction = guardedAction(CaseState, async (input, person) => {
  const { was } = await setCaseState(input, person);
  // What archiving took away is made again.
  if (was === "archived") await askDetections(input.caseId);
});

export const holdCaseAction = guardedAction(HeldCase, (input, person) => holdCase(input, person));

export const purgeCaseAction = guardedAction(PurgedCase, async (input, person) => {
  await askPurge(input, person);
  await enqueuePurge(input.caseId);
});

export const saveSearchAction = guardedAction(NewSearch, (input, person) => saveSearch(input, person));

export const renameSearchAction = guardedAction(RenamedSearch, (input, person) => renameSearch(input, person));

export const removeSearchAction = guardedAction(RemovedSearch, (input, person) => removeSearch(input, person));

export const seeCaseAction = guardedAction(SeenCase, seeCase);
