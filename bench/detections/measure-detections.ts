import { databaseCpuSeconds, ownCpuSeconds } from "@/bench/cpu-seconds";
import { findKeptCase } from "@/bench/kept-case";
import { pool } from "@/lib/db/pool";
import { runDetections } from "@/lib/detect/run-detections";

export interface DetectionMeasure {
  /** Each step in its order, in ms. */
  steps: { name: string; ms: number }[];
  totalMs: number;
  /** Processor time of database and Node.js; null where it cannot be told. */
  processorMs: number | null;
  /** The made-up traffic is random: nothing of it should be found. */
  found: number;
}

/** One run of the detectors on the kept case: as the worker does it, or at once as the command does. */
export async function measureDetectionRun(records: number, atOnce: boolean): Promise<DetectionMeasure> {
  const caseId = await findKeptCase(records);
  if (caseId === null) throw new Error("no case is kept");
  const before = [await databaseCpuSeconds(), ownCpuSeconds()] as const;
  const startedAt = performance.now();
  const steps: { name: string; ms: number; at: number }[] = [];
  await runDetections(caseId, {
    atOnce,
    forget: atOnce,
    onProgress: ({ step }) => steps.push({ name: step, ms: 0, at: performance.now() }),
  });
  const endedAt = performance.now();
  const database = await databaseCpuSeconds();
  const { rows } = await pool().query<{ found: number }>(
    "SELECT count(*)::int AS found FROM detections WHERE case_id = $1",
    [caseId],
  );
  return {
    steps: steps.map(({ name, at }, n) => ({ name, ms: (steps[n + 1]?.at ?? endedAt) - at })),
    totalMs: endedAt - startedAt,
    processorMs:
      database === null || before[0] === null ? null : (database - before[0] + ownCpuSeconds() - before[1]) * 1000,
    found: rows[0]?.found ?? 0,
  };
}
