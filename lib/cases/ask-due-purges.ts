import { THREADLINE_ITSELF } from "@/lib/audit/append-entry";
import { markPurged } from "@/lib/cases/ask-purge";
import { readPurgeRule } from "@/lib/cases/purge-rule";
import { AppError } from "@/lib/core/app-error";
import { purgeDueAt } from "@/lib/core/retention";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";

interface ClosedCase {
  id: string;
  closedAt: Date;
}

/**
 * Marks the closed cases whose time is up by the installation's rule, and gives their ids, for `runPurge`. One under a legal
 * hold is left, however long ago its time was; so is one into which a load has not ended.
 */
export async function askDuePurges(now = new Date()): Promise<string[]> {
  const rule = await readPurgeRule();
  if (rule.afterDays === null) return [];
  const { rows } = await pool().query<ClosedCase>(
    `SELECT id, closed_at AS "closedAt" FROM cases
      WHERE state IN ('closed', 'archived') AND hold_reason IS NULL AND closed_at IS NOT NULL AND NOT scratch ORDER BY closed_at`,
  );
  const due = rows.filter(({ closedAt }) => (purgeDueAt(rule, closedAt)?.getTime() ?? Infinity) <= now.getTime());
  const marked: string[] = [];
  for (const { id, closedAt } of due) if (await mark(id, closedAt)) marked.push(id);
  return marked;
}

/** False where it was reopened, held or removed meanwhile. */
async function mark(caseId: string, closedAt: Date): Promise<boolean> {
  return inTransaction(async (transaction) => {
    const [still] = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM cases WHERE id = ${caseId}::uuid AND closed_at = ${closedAt} AND hold_reason IS NULL
         AND state IN ('closed', 'archived') FOR UPDATE`;
    if (!still) return false;
    await markPurged(transaction, { caseId, actor: THREADLINE_ITSELF, byRule: true });
    return true;
  }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "conflict") return false;
    throw error;
  });
}
