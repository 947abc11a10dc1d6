import { groupBy } from "@/lib/core/group-by";
import type { HypothesisState, Side } from "@/lib/core/hypothesis-state";
import type { Subject } from "@/lib/core/subject";
import { pool } from "@/lib/db/pool";
import type { CitationRow, HypothesisRow } from "@/lib/timeline/board/hypothesis.types";
import { rowsAt } from "@/lib/timeline/board/rows-at";

interface Row {
  id: string;
  statement: string;
  version: number;
  state: HypothesisState;
  state_why: string;
  state_by: string;
  state_at: Date;
  actor: string;
  created_at: Date;
}

interface CitedRow {
  id: string;
  hypothesis_id: string;
  subject: Subject;
  title: string;
  at: Date | null;
  side: Side;
  note: string;
  actor: string;
  created_at: Date;
}

/** A case's hypotheses in the order in which they were added, with what is cited, as they are or as they were at an instant. */
export async function readHypotheses(caseId: string, at: Date | null = null): Promise<HypothesisRow[]> {
  const [{ rows }, cited] = await Promise.all([
    pool().query<Row>(`SELECT h.* FROM ${rowsAt("hypotheses", at)} h ORDER BY h.position, h.id`, [caseId, at]),
    pool().query<CitedRow>(
      `SELECT c.* FROM ${rowsAt("citations", at)} c ORDER BY c.at NULLS LAST, c.created_at, c.id`,
      [caseId, at],
    ),
  ]);
  const byHypothesis = groupBy(cited.rows, ({ hypothesis_id }) => hypothesis_id);
  return rows.map((row) => ({
    ...{ id: row.id, statement: row.statement, version: row.version },
    ...{ state: row.state, stateWhy: row.state_why, stateBy: row.state_by, stateAt: row.state_at.toISOString() },
    ...{ by: row.actor, createdAt: row.created_at.toISOString() },
    citations: (byHypothesis.get(row.id) ?? []).map(toCitation),
  }));
}

function toCitation({ id, subject, title, at, side, note, actor, created_at }: CitedRow): CitationRow {
  const times = { at: at?.toISOString() ?? null, citedAt: created_at.toISOString() };
  return { id, subject, title, side, note, by: actor, ...times };
}
