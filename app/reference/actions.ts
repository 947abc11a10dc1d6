"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { actorOf } from "@/lib/auth/person";
import { RemovedReference, removeReference } from "@/lib/reference/remove-reference";

export const removeReferenceAction = guardedAction(RemovedReference, (input, person) =>
  removeReference(input, actorOf(person)),
);
