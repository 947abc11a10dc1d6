import type { PurgeCounts } from "@/lib/cases/purge-counts";
import { readPurgeRule } from "@/lib/cases/purge-rule";
import { isAnnounced, type PurgeRule, purgeDueAt } from "@/lib/core/retention";
import { pool } from "@/lib/db/pool";

export interface DueCase {
  id: string;
  title: string;
  state: string;
  closedMs: number;
  dueMs: number;
  /** Why it is kept all the same; null where it goes. */
  holdReason: string | null;
}

export interface PurgedRow {
  caseId: string;
  state: string;
  actor: string;
  byRule: boolean;
  counts: Partial<PurgeCounts>;
  error: string | null;
  askedMs: number;
  finishedMs: number | null;
}

export interface Retention {
  rule: PurgeRule;
  /** Closed cases whose time is up within the warning days, the next first. */
  due: DueCase[];
  /** The last first. */
  purged: PurgedRow[];
}

const MOST = 200;

/** What becomes of closed cases by itself, which ones are next, and what was purged. */
export async function readRetention(now = new Date()): Promise<Retention> {
  const rule = await readPurgeRule();
  const [closed, purged] = await Promise.all([
    pool().query<{ id: string; title: string; state: string; closedAt: Date; holdReason: string | null }>(
      `SELECT id, title, state, closed_at AS "closedAt", hold_reason AS "holdReason" FROM cases
        WHERE state IN ('closed', 'archived') AND closed_at IS NOT NULL AND NOT scratch ORDER BY closed_at, id`,
    ),
    pool().query<PurgedRow>(
      `SELECT case_id AS "caseId", state, actor, by_rule AS "byRule", counts, error,
              (extract(epoch FROM asked_at) * 1000)::float8 AS "askedMs",
              (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedMs"
         FROM purges ORDER BY asked_at DESC, case_id LIMIT $1`,
      [MOST],
    ),
  ]);
  const due = closed.rows.flatMap(({ closedAt, ...row }) => {
    const dueAt = purgeDueAt(rule, closedAt);
    if (dueAt === null || !isAnnounced(rule, dueAt, now)) return [];
    return [{ ...row, closedMs: closedAt.getTime(), dueMs: dueAt.getTime() }];
  });
  return { rule, due: due.sort((a, b) => a.dueMs - b.dueMs).slice(0, MOST), purged: purged.rows };
}
