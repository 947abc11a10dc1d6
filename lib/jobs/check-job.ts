import { z } from "zod";
import { addJob } from "@/lib/jobs/add-job";

export const CHECK_TASK = "check-evidence";

export const CheckJob = z.object({ checkId: z.number().int().positive() });

/** Asks the worker to run a check of originals. Asking again before it began changes nothing. */
export async function enqueueCheck(checkId: number): Promise<void> {
  await addJob(CHECK_TASK, CheckJob.parse({ checkId }), { jobKey: `check:${checkId}`, queueName: "checks" });
}
