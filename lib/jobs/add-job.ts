import type { TaskSpec } from "graphile-worker";
import { pool } from "@/lib/db/pool";

/**
 * Puts a job into the queue of the worker; with a `jobKey`, asking again before it began changes nothing. The queue keeps its
 * tables in the schema `graphile_worker`, which is made when it is missing.
 */
export async function addJob(task: string, payload: object, spec: TaskSpec): Promise<void> {
  // Loaded when something is put there: the command, which mostly does its work itself, begins sooner.
  const { makeWorkerUtils } = await import("graphile-worker");
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    await queue.addJob(task, payload, spec);
  } finally {
    await queue.release();
  }
}
