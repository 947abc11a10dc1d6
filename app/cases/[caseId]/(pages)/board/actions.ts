"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { addHypothesis, NewHypothesis } from "@/lib/cases/hypotheses/add-hypothesis";
import { cite, NewCitation } from "@/lib/cases/hypotheses/cite";
import { EditedHypothesis, editHypothesis } from "@/lib/cases/hypotheses/edit-hypothesis";
import { RemovedCitation, removeCitation } from "@/lib/cases/hypotheses/remove-citation";
import { RemovedHypothesis, removeHypothesis } from "@/lib/cases/hypotheses/remove-hypothesis";
import { StatedHypothesis, setHypothesisState } from "@/lib/cases/hypotheses/set-hypothesis-state";
import { addManualEvent, NewManualEvent } from "@/lib/cases/manual-events/add-manual-event";
import { EditedManualEvent, editManualEvent } from "@/lib/cases/manual-events/edit-manual-event";
import { RemovedManualEvent, removeManualEvent } from "@/lib/cases/manual-events/remove-manual-event";

export const addHypothesisAction = guardedAction(NewHypothesis, (input, person) => addHypothesis(input, person));

export const editHypothesisAction = guardedAction(EditedHypothesis, (input, person) => editHypothesis(input, person));

export const setHypothesisStateAction = guardedAction(StatedHypothesis, setHypothesisState);

export const removeHypothesisAction = guardedAction(RemovedHypothesis, removeHypothesis);

export const citeAction = guardedAction(NewCitation, cite);

export const removeCitationAction = guardedAction(RemovedCitation, removeCitation);

export const addManualEventAction = guardedAction(NewManualEvent, addManualEvent);

export const editManualEventAction = guardedAction(EditedManualEvent, editManualEvent);

export const removeManualEventAction = guardedAction(RemovedManualEvent, removeManualEvent);
