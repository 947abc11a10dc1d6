"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { actorOf } from "@/lib/auth/person";
import { unwatchValue, WatchedInCase } from "@/lib/cases/unwatch-value";
import { ListedInCase, watchListedValue } from "@/lib/cases/watch-listed-value";

export const watchAction = guardedAction(ListedInCase, (input, person) => watchListedValue(input, actorOf(person)));

export const unwatchAction = guardedAction(WatchedInCase, (input, person) => unwatchValue(input, actorOf(person)));
