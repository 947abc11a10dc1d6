"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { ChosenReport, chooseReport } from "@/lib/cases/choose-report";

export const chooseReportAction = guardedAction(ChosenReport, (input, person) => chooseReport(input, person));
