import { z } from "zod";
import { addJob } from "@/lib/jobs/add-job";

export const PURGE_TASK = "purge-case";

export const PurgeJob = z.object({ caseId: z.uuid() });

/** Asks the worker to purge a case, or to go on with it. Asking again before it began changes nothing. */
export async function enqueuePurge(caseId: string): Promise<void> {
  await addJob(PURGE_TASK, PurgeJob.parse({ caseId }), { jobKey: `purge:${caseId}`, queueName: "purges" });
}
