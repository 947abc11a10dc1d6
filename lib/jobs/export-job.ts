import { makeWorkerUtils } from "graphile-worker";
import { z } from "zod";
import { pool } from "@/lib/db/pool";

export const EXPORT_TASK = "make-export";

export const ExportJob = z.object({ exportId: z.uuid() });

/** Asks the worker to make an export. Asking again before it began changes nothing. */
export async function enqueueExport(exportId: string): Promise<void> {
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    const job = { jobKey: `export:${exportId}`, queueName: "exports", maxAttempts: 3 };
    await queue.addJob(EXPORT_TASK, ExportJob.parse({ exportId }), job);
  } finally {
    await queue.release();
  }
}
