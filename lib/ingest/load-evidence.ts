import { type Actor, OPERATOR } from "@/lib/auth/person";
import { startLoad } from "@/lib/cases/start-load";
import { finishLeftLoads } from "@/lib/ingest/finish-left-loads";
import type { LoadProgress } from "@/lib/ingest/load-meter";
import type { LoadResult } from "@/lib/ingest/load-result";
import { runLoad } from "@/lib/ingest/run-load";

export interface LoadEvidenceInput {
  caseId: string;
  paths: readonly string[];
  /** The files stay where they are: no copy is kept. */
  reference?: boolean;
  /** The columns of flow logs without a header, as DescribeFlowLogs prints them. */
  flowFormat?: string | null;
  onProgress?: (progress: LoadProgress) => void;
  /** Aborting cancels the load: files that are done stay. */
  signal?: AbortSignal;
}

/**
 * Loads every file below the paths into a case, in this process, and seals the load, after those that a dead process left.
 * Throws what startLoad and runLoad do.
 */
export async function loadEvidence(
  input: LoadEvidenceInput,
  actor: Actor = OPERATOR,
): Promise<LoadResult & { skipped: { name: string; reason: string }[] }> {
  const { loadId, skipped } = await startLoad(
    { caseId: input.caseId, paths: input.paths, reference: input.reference, flowFormat: input.flowFormat },
    actor,
  );
  await finishLeftLoads(input.caseId, loadId, { signal: input.signal });
  const result = await runLoad(loadId, { onProgress: input.onProgress, signal: input.signal });
  return { ...result, skipped };
}
