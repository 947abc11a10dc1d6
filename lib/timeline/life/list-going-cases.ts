import type { Person } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

export interface GoingCase {
  caseId: string;
  /** queued, running or failed */
  state: string;
  step: string | null;
  stepsDone: number;
  stepsTotal: number;
  error: string | null;
}

/** Cases that are being purged, for who had that done; for an owner of the installation all of them. */
export async function listGoingCases({ email, role }: Person): Promise<GoingCase[]> {
  const { rows } = await pool().query<GoingCase>(
    `SELECT case_id AS "caseId", state, step, steps_done AS "stepsDone", steps_total AS "stepsTotal", error
       FROM purges WHERE finished_at IS NULL AND (actor = $1 OR $2) ORDER BY asked_at, case_id`,
    [email, role === "owner"],
  );
  return rows;
}
