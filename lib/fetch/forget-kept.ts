import type { Transaction } from "@/lib/db/client";
import { type Kept, listUntaken } from "@/lib/fetch/kept";

/**
 * Forgets what steps have kept, so that they begin from the start: `state` is what those are then that nobody left out. What
 * Athena was asked stays: its answer is there to be read again, and asking once more would cost once more.
 */
export async function forget(
  transaction: Transaction,
  {
    fetchId,
    untaken,
    state,
    error,
  }: { fetchId: string; untaken: Kept; state: "failed" | "pending"; error: string | null },
): Promise<void> {
  const { files, objects } = untaken;
  const steps = [...new Set([...files, ...objects].map(({ step }) => step))];
  if (steps.length === 0) return;
  await transaction.$executeRaw`
    DELETE FROM fetch_objects
     WHERE fetch_id = ${fetchId}::uuid AND identity = ANY(${objects.map(({ identity }) => identity)}::text[])`;
  // A step that a person left out stays left out, with what of it is in the case.
  await transaction.$executeRaw`
    UPDATE fetch_steps
       SET kept = CASE WHEN state = 'skipped' THEN kept - ${files.map(({ name }) => name)}::text[] ELSE '{}' END,
           cursor = CASE WHEN source = 'athena' THEN cursor END, bytes = 0, records = 0, objects = 0, gaps = '[]',
           error = CASE WHEN state = 'skipped' THEN error ELSE ${error}::text END,
           finished_at = CASE WHEN state IN ('skipped', 'failed') OR ${state} = 'failed' THEN coalesce(finished_at, now()) END,
           state = CASE WHEN state = 'skipped' OR state = 'failed' THEN state ELSE ${state} END,
           tries = tries + CASE WHEN ${state} = 'pending' THEN 1 ELSE 0 END
     WHERE fetch_id = ${fetchId}::uuid AND number = ANY(${steps}::int[])`;
}

/** Has what a fetch brought that is in no evidence, and what it has not done, failed for a reason, so that it can be tried again. */
export async function failSteps(
  transaction: Transaction,
  { fetchId, error }: { fetchId: string; error: string },
): Promise<void> {
  await transaction.fetchStep.updateMany({
    where: { fetchId, state: { in: ["pending", "running"] } },
    data: { state: "failed", error, finishedAt: new Date() },
  });
  await forget(transaction, { fetchId, untaken: await listUntaken(transaction, fetchId), state: "failed", error });
}
