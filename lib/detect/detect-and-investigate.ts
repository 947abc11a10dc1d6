import { setTimeout as pause } from "node:timers/promises";
import { cancelStatements } from "@/lib/db/pool";
import { type RunDetectionsOptions, runDetections } from "@/lib/detect/run-detections";
import { type InvestigateRequest, investigate } from "@/lib/investigate/investigate";

const CANCEL_AGAIN_MS = 50;

/**
 * Runs the detectors, and meanwhile builds the document that will be asked for first: each keeps less than the machine busy, and neither
 * waits for the other. The document stays kept for whoever asks. Throws what either does, once both have ended. Aborting ends both at
 * once: what this process asks of the database is cancelled, so it must be all that the process does.
 */
export async function detectAndInvestigate(
  { caseId, ...first }: InvestigateRequest,
  options: RunDetectionsOptions,
): Promise<void> {
  const { signal } = options;
  signal?.throwIfAborted();
  const over = Promise.allSettled([runDetections(caseId, options), investigate({ caseId, ...first })]);
  const cancel = () => void cancelUntil(over);
  signal?.addEventListener("abort", cancel, { once: true });
  const ends = await over;
  signal?.removeEventListener("abort", cancel);
  signal?.throwIfAborted();
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** Whoever had no statement under way when the others were cancelled begins one more. */
async function cancelUntil(over: Promise<unknown>): Promise<void> {
  const ended = over.then(() => true);
  do await cancelStatements().catch(() => undefined);
  while (!(await Promise.race([ended, pause(CANCEL_AGAIN_MS, false)])));
}
