"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { EndedWatch, NewWatch, unwatchFindings, watchFindings } from "@/lib/findings/watch-findings";

export const watchFindingsAction = guardedAction(NewWatch, watchFindings);

export const unwatchFindingsAction = guardedAction(EndedWatch, unwatchFindings);
