"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { unwatchValue, WatchedInCase } from "@/lib/cases/unwatch-value";
import { ListedInCase, watchListedValue } from "@/lib/cases/watch-listed-value";

export const watchAction = guardedAction(ListedInCase, (input, person) => watchListedValue(input, person));

export const unwatchAction = guardedAction(WatchedInCase, (input, person) => unwatchValue(input, person));
