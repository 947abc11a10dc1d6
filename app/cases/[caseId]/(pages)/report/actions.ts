"use server";

import { z } from "zod";
import { guardedAction } from "@/app/_guard/guarded-action";
import { AskedExport, askExport } from "@/lib/cases/ask-export";
import { cancelExport, OneExport } from "@/lib/cases/cancel-export";
import { ChosenReport, chooseReport } from "@/lib/cases/choose-report";
import { enqueueExport } from "@/lib/jobs/export-job";
import { ALL_FORMAT_IDS } from "@/lib/report/export-formats";

export const askExportAction = guardedAction(
  AskedExport.extend({ format: z.enum(ALL_FORMAT_IDS) }),
  async (input, person) => {
    const { exportId } = await askExport(input, person);
    await enqueueExport(exportId);
  },
);

export const cancelExportAction = guardedAction(OneExport, (input, person) => cancelExport(input, person));

export const chooseReportAction = guardedAction(ChosenReport, (input, person) => chooseReport(input, person));
