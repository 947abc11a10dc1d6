import { askOften } from "@/lib/db/ask-often";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** The span that people chose for a case; null where they chose none. */
export async function findKeptBaseline(caseId: string): Promise<Piece | null> {
  const { rows } = await askOften<Piece>(
    `SELECT (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM to_at) * 1000)::float8 AS "toMs"
       FROM case_baselines WHERE case_id = $1`,
    [caseId],
  );
  return rows[0] ?? null;
}
