"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { AskedReview, askReview } from "@/lib/cases/review/ask-review";
import { OneReview } from "@/lib/cases/review/review.types";
import { SentBack, sendBack } from "@/lib/cases/review/send-back";
import { withdrawReview } from "@/lib/cases/review/withdraw-review";
import { ApprovedCase, approveCase } from "@/lib/exports/versions/approve-case";

export const askReviewAction = guardedAction(AskedReview, (input, person) => askReview(input, person));

export const withdrawReviewAction = guardedAction(OneReview, (input, person) => withdrawReview(input, person));

export const sendBackAction = guardedAction(SentBack, (input, person) => sendBack(input, person));

export const approveCaseAction = guardedAction(ApprovedCase, (input, person) => approveCase(input, person));
