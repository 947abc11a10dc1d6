import { z } from "zod";
import type { CaseSummary } from "@/lib/cases/case-summary";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";

/** The case of an id. Throws an AppError `not-found` for an unknown or malformed one. */
export async function getCase(caseId: string): Promise<CaseSummary> {
  const id = z.uuid().safeParse(caseId);
  const { rows } = id.success
    ? await pool().query<CaseSummary>(
        `SELECT id, title, state, closed_at AS "closedAt", hold_reason AS "holdReason", held_by AS "heldBy",
                held_at AS "heldAt", scratch, revision, window_from AS "windowFrom", window_to AS "windowTo",
                created_at AS "createdAt"
           FROM cases WHERE id = $1`,
        [id.data],
      )
    : { rows: [] };
  if (!rows[0]) throw new AppError("not-found", "There is no such case.");
  return rows[0];
}
