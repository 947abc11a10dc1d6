import { type RunDetectionsOptions, runDetections } from "@/lib/detect/run-detections";
import { type InvestigateRequest, investigate } from "@/lib/investigate/investigate";

/**
 * Runs the detectors, and meanwhile builds the document that will be asked for first: each keeps less than the machine busy, and neither
 * waits for the other. The document stays kept for whoever asks. Throws what either does, once both have ended.
 */
export async function detectAndInvestigate(
  { caseId, ...first }: InvestigateRequest,
  options: RunDetectionsOptions,
): Promise<void> {
  const ends = await Promise.allSettled([runDetections(caseId, options), investigate({ caseId, ...first })]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
