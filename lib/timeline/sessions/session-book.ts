import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { caseLoads } from "@/lib/investigate/scope";
import type { JudgeContext } from "@/lib/investigate/sessions/judge-sessions";
import { loadLedger } from "@/lib/ledger/load-ledger";
import { loadSessionTree } from "@/lib/ledger/load-session-tree";
import { loadSessions } from "@/lib/ledger/load-sessions";
import { rebuildSessions } from "@/lib/ledger/rebuild-sessions";

const KEPT = 4;
const books = new KeptAnswers<SessionBook>(KEPT);

/** Who issued what to whom in a case, as of one revision of its evidence. */
export interface SessionBook extends JudgeContext {
  revision: number;
}

async function openBook(caseId: string, revision: number): Promise<SessionBook> {
  const [ledger, loads] = await Promise.all([loadLedger(caseId), caseLoads(caseId)]);
  await makeUses(caseId, loads, ledger);
  const { byInstance } = await loadSessions(caseId, ledger);
  return { caseId, revision, loads, ledger, tree: await loadSessionTree(caseId, byInstance) };
}

/** Derived tables may be deleted, and those of an earlier version lack the uses: they are made anew. */
async function makeUses(caseId: string, loads: string, ledger: JudgeContext["ledger"]): Promise<void> {
  const { rows } = await pool().query<{ missing: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM caller_uses WHERE case_id = $1)
            AND EXISTS (SELECT FROM api_calls WHERE load_id IN (${loads})) AS missing`,
    [caseId],
  );
  if (rows[0]?.missing) await rebuildSessions(caseId, ledger);
}

/**
 * Everything about the sessions of a case but their calls, as of its present evidence; worked out once a revision, which a
 * request may have read already.
 */
export async function sessionBook(caseId: string, read?: number): Promise<SessionBook> {
  const revision = read ?? (await presentRevision(caseId));
  return books.get(`${caseId} ${revision}`, () => openBook(caseId, revision));
}

async function presentRevision(caseId: string): Promise<number> {
  const { rows } = await pool().query<{ revision: number }>("SELECT revision FROM cases WHERE id = $1", [caseId]);
  return rows[0]?.revision ?? 0;
}
