import { makeWorkerUtils } from "graphile-worker";
import { z } from "zod";
import { pool } from "@/lib/db/pool";

export const COPY_TASK = "copy-records";

/** All large files of a load, or one file. */
export const CopyJob = z.union([
  z.object({ loadId: z.number().int().positive() }),
  z.object({ fileId: z.number().int().positive() }),
]);
export type CopyJob = z.infer<typeof CopyJob>;

/** Asks the worker for record copies of large files. Asking again before it began changes nothing. */
export async function enqueueRecordCopies(job: CopyJob): Promise<void> {
  const jobKey = "loadId" in job ? `copy:load:${job.loadId}` : `copy:file:${job.fileId}`;
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    await queue.addJob(COPY_TASK, CopyJob.parse(job), { jobKey, queueName: "copies" });
  } finally {
    await queue.release();
  }
}
