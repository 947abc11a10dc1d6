import { z } from "zod";
import { addJob } from "@/lib/jobs/add-job";

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
  await addJob(COPY_TASK, CopyJob.parse(job), { jobKey, queueName: "copies" });
}
