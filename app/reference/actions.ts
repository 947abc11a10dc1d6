"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { RemovedReference, removeReference } from "@/lib/reference/remove-reference";

export const removeReferenceAction = guardedAction(RemovedReference, (input, person) => removeReference(input, person));
