"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { GoneOnPurge, goOnPurging } from "@/lib/cases/go-on-purging";
import { NewPurgeRule, setPurgeRule } from "@/lib/cases/purge-rule";
import { enqueuePurge } from "@/lib/jobs/purge-job";

export const setPurgeRuleAction = guardedAction(NewPurgeRule, (input, person) => setPurgeRule(input, person));

export const goOnPurgingAction = guardedAction(GoneOnPurge, async (input, person) => {
  await goOnPurging(input, person);
  await enqueuePurge(input.caseId);
});
