import { groupBy } from "@/lib/core/group-by";
import type { HypothesisState } from "@/lib/core/hypothesis-state";
import { pool } from "@/lib/db/pool";

/** A state that a hypothesis was given; `at` is ISO 8601 in UTC. */
export interface StateGiven {
  state: HypothesisState;
  why: string;
  by: string;
  at: string;
}

/** Every state that each hypothesis of a case was given, in their order, up to an instant where one is given; by hypothesis. */
export async function readHypothesisStates(caseId: string, at: Date | null = null): Promise<Map<string, StateGiven[]>> {
  const { rows } = await pool().query<Omit<StateGiven, "at"> & { id: string; at: Date }>(
    `SELECT was.id, was.state, was.state_why AS why, was.state_by AS by, was.state_at AS at
       FROM case_history h CROSS JOIN LATERAL jsonb_populate_record(NULL::hypotheses, h.row) AS was
      WHERE h.case_id = $1 AND h.kind = 'hypotheses' AND h.row IS NOT NULL AND ($2::timestamptz IS NULL OR h.at <= $2)
      GROUP BY 1, 2, 3, 4, 5 ORDER BY min(h.id)`,
    [caseId, at],
  );
  const given = rows.map(({ id, at, ...rest }) => ({ id, given: { ...rest, at: at.toISOString() } }));
  return new Map([...groupBy(given, ({ id }) => id)].map(([id, all]) => [id, all.map((one) => one.given)]));
}
