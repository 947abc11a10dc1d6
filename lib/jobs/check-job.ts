import { makeWorkerUtils } from "graphile-worker";
import { z } from "zod";
import { pool } from "@/lib/db/pool";

export const CHECK_TASK = "check-evidence";

export const CheckJob = z.object({ checkId: z.number().int().positive() });

/** Asks the worker to run a check of originals. Asking again before it began changes nothing. */
export async function enqueueCheck(checkId: number): Promise<void> {
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    await queue.addJob(CHECK_TASK, CheckJob.parse({ checkId }), { jobKey: `check:${checkId}`, queueName: "checks" });
  } finally {
    await queue.release();
  }
}
