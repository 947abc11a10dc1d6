import { makeWorkerUtils } from "graphile-worker";
import { z } from "zod";
import { pool } from "@/lib/db/pool";

export const DETECT_TASK = "detect";

export const DetectJob = z.object({ caseId: z.uuid() });

/** Asks the worker to run the detectors on a case. Asking again before it began changes nothing. */
export async function enqueueDetections(caseId: string): Promise<void> {
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    await queue.addJob(DETECT_TASK, DetectJob.parse({ caseId }), {
      jobKey: `detect:${caseId}`,
      queueName: "detections",
      maxAttempts: 3,
    });
  } finally {
    await queue.release();
  }
}
