import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";

/** First key of the advisory lock; the second is a hash of the fetch's id. */
export const FETCH_LOCK = 7_281_006;

/**
 * Works on a fetch as the only one who does, be it the worker or a command: its files are one process's. `lost` says that the lock
 * went with its connection. Throws AppError `conflict` where another process works on it.
 */
export async function holdingFetch<T>(fetchId: string, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  const lost = new AbortController();
  const onLost = () => lost.abort(new Error("the connection that holds a fetch ended"));
  try {
    const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, hashtext($2)) AS held", [
      ...[FETCH_LOCK, fetchId],
    ]);
    if (rows[0]?.held !== true) throw new AppError("conflict", "This fetch is run by another process.");
    client.once("error", onLost).once("end", onLost);
    return await work(lost.signal);
  } finally {
    client.removeListener("error", onLost).removeListener("end", onLost);
    // Whoever goes on with a fetch that failed may come at once: ending the connection gives the lock back, but only when the server gets to it.
    const given = await client.query("SELECT pg_advisory_unlock_all()").catch(() => null);
    client.release(given === null);
  }
}
