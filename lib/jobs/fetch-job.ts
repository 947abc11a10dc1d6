import { makeWorkerUtils } from "graphile-worker";
import { z } from "zod";
import { pool } from "@/lib/db/pool";

export const FETCH_TASK = "fetch";

export const FetchJob = z.object({ fetchId: z.uuid() });

/** Asks the worker to plan a fetch, to run it, or to go on with it. Asking again before it began changes nothing. */
export async function enqueueFetch(fetchId: string): Promise<void> {
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    const job = { jobKey: `fetch:${fetchId}`, queueName: `fetch:${fetchId}` };
    await queue.addJob(FETCH_TASK, FetchJob.parse({ fetchId }), job);
  } finally {
    await queue.release();
  }
}
