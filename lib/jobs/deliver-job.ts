import pg from "pg";
import { z } from "zod";
import { env } from "@/lib/env";

export const DELIVER_TASK = "deliver";

/** The id of a delivery, which is a bigint, as text. */
export const DeliverJob = z.object({ deliveryId: z.string().regex(/^\d{1,19}$/) });

/** Asks the database something in the caller's transaction. */
export type Ask = (sql: string, ...values: unknown[]) => Promise<unknown[]>;

/** Of the job itself, where the worker dies over it; what a receiver refuses has pauses of its own. */
const MOST_ATTEMPTS = 10;

/**
 * Asks the worker to deliver messages, in the transaction that wrote them down, so that neither is without the other. `queue`
 * is what goes one at a time; `inSeconds`, how long to wait first.
 */
export async function enqueueDeliveries(
  ask: Ask,
  deliveries: readonly { id: string; queue: string; inSeconds?: number }[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const [queue] = await ask(
    "SELECT to_regprocedure('graphile_worker.add_jobs(graphile_worker.job_spec[],boolean)')::text AS it",
  );
  if ((queue as { it: string | null }).it === null) await makeQueue();
  await ask(
    `SELECT (graphile_worker.add_job($1::text, json_build_object('deliveryId', d.id), queue_name => d.queue,
               run_at => now() + make_interval(secs => d.seconds), max_attempts => $5::int, job_key => 'deliver:' || d.id)).id::text
       FROM unnest($2::text[], $3::text[], $4::float8[]) AS d (id, queue, seconds)`,
    DELIVER_TASK,
    deliveries.map(({ id }) => id),
    deliveries.map(({ queue }) => queue),
    deliveries.map(({ inSeconds }) => inSeconds ?? 0),
    MOST_ATTEMPTS,
  );
}

/** The worker makes its tables when it first starts. Connections of its own: those of the pool may all wait for this. */
async function makeQueue(): Promise<void> {
  const own = new pg.Pool({ connectionString: env().databaseUrl, max: 2, connectionTimeoutMillis: 30_000 });
  own.on("error", () => undefined).on("connect", (client) => client.on("error", () => undefined));
  try {
    const { makeWorkerUtils } = await import("graphile-worker");
    const queue = await makeWorkerUtils({ pgPool: own });
    await queue.migrate();
    await queue.release();
  } finally {
    await own.end();
  }
}
