import { forgetKeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";

const LOOK_MS = 60_000;

/**
 * Lets this process forget the answers that it keeps, all of them, within a minute of the end of a purge: one of them may
 * be of the case that is gone.
 */
export function forgetPurged(): void {
  let last: string | null | undefined;
  const look = async () => {
    const { rows } = await pool().query<{ last: string | null }>(
      "SELECT max(finished_at)::text AS last FROM purges WHERE finished_at IS NOT NULL",
    );
    const now = rows[0]?.last ?? null;
    if (last !== undefined && now !== last) forgetKeptAnswers();
    last = now;
  };
  // A database that is away for a moment is asked again.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  void look().catch(() => undefined);
  timer.unref();
}
