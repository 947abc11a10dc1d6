import { z } from "zod";
import { addJob } from "@/lib/jobs/add-job";

export const DETECT_TASK = "detect";

export const DetectJob = z.object({ caseId: z.uuid() });

/** Asks the worker to run the detectors on a case. Asking again before it began changes nothing. */
export async function enqueueDetections(caseId: string): Promise<void> {
  await addJob(DETECT_TASK, DetectJob.parse({ caseId }), {
    jobKey: `detect:${caseId}`,
    queueName: "detections",
    maxAttempts: 3,
  });
}
