import { makeWorkerUtils } from "graphile-worker";
import { z } from "zod";
import { pool } from "@/lib/db/pool";

export const PURGE_TASK = "purge-case";

export const PurgeJob = z.object({ caseId: z.uuid() });

/** Asks the worker to purge a case, or to go on with it. Asking again before it began changes nothing. */
export async function enqueuePurge(caseId: string): Promise<void> {
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    await queue.addJob(PURGE_TASK, PurgeJob.parse({ caseId }), { jobKey: `purge:${caseId}`, queueName: "purges" });
  } finally {
    await queue.release();
  }
}
