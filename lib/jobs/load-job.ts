import { z } from "zod";
import { addJob } from "@/lib/jobs/add-job";

export const LOAD_TASK = "load";

export const LoadJob = z.object({ loadId: z.number().int().positive() });
export type LoadJob = z.infer<typeof LoadJob>;

/**
 * Asks the worker to run a load, or to go on with it. Asking again before it began changes nothing; a load that has ended
 * is left as it is. The queue keeps its tables in the schema `graphile_worker`, which is made when it is missing.
 */
export async function enqueueLoad(loadId: number): Promise<void> {
  await addJob(LOAD_TASK, LoadJob.parse({ loadId }), { jobKey: `load:${loadId}`, queueName: "loads" });
}
