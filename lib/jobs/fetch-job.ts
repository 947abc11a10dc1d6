import { z } from "zod";
import { addJob } from "@/lib/jobs/add-job";

export const FETCH_TASK = "fetch";

export const FetchJob = z.object({ fetchId: z.uuid() });

/** Asks the worker to plan a fetch, to run it, or to go on with it. Asking again before it began changes nothing. */
export async function enqueueFetch(fetchId: string): Promise<void> {
  const job = { jobKey: `fetch:${fetchId}`, queueName: `fetch:${fetchId}` };
  await addJob(FETCH_TASK, FetchJob.parse({ fetchId }), job);
}
