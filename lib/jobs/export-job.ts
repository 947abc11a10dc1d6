import { z } from "zod";
import { addJob } from "@/lib/jobs/add-job";

export const EXPORT_TASK = "make-export";

export const ExportJob = z.object({ exportId: z.uuid() });

/** Asks the worker to make an export. Asking again before it began changes nothing. */
export async function enqueueExport(exportId: string): Promise<void> {
  const job = { jobKey: `export:${exportId}`, queueName: "exports", maxAttempts: 3 };
  await addJob(EXPORT_TASK, ExportJob.parse({ exportId }), job);
}
