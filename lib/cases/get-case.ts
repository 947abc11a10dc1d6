import { z } from "zod";
import type { CaseSummary } from "@/lib/cases/case-summary";
import { AppError } from "@/lib/core/app-error";
import { askOften } from "@/lib/db/ask-often";

/** The case of an id. Throws an AppError `not-found` for an unknown or malformed one. */
export async function getCase(caseId: string): Promise<CaseSummary> {
  return getCaseWith(caseId, {});
}

/**
 * The same with more that is read of it by the same question: by name, expressions in SQL in which `c` is the case. They are
 * ours alone, never a value.
 */
export async function getCaseWith<More extends object>(
  caseId: string,
  more: Record<keyof More & string, string>,
): Promise<CaseSummary & More> {
  const id = z.uuid().safeParse(caseId);
  const columns = Object.entries<string>(more).map(([name, expression]) => `, ${expression} AS "${name}"`);
  const { rows } = id.success
    ? await askOften<CaseSummary & More>(
        `SELECT c.id, c.title, c.state, c.closed_at AS "closedAt", c.hold_reason AS "holdReason", c.held_by AS "heldBy",
                c.held_at AS "heldAt", c.scratch, c.revision, c.window_from AS "windowFrom", c.window_to AS "windowTo",
                c.created_at AS "createdAt"${columns.join("")}
           FROM cases c WHERE c.id = $1`,
        [id.data],
      )
    : { rows: [] };
  if (!rows[0]) throw new AppError("not-found", "There is no such case.");
  return rows[0];
}
