import type pg from "pg";

/**
 * Sums up the ledger's spans by what was held: how many there are, and every text of them, each once. Belongs into the
 * transaction that changes spans. Safe to run again at any time.
 */
export async function sumUpLedger(client: Pick<pg.ClientBase, "query">, caseId: string): Promise<void> {
  await client.query("DELETE FROM ledger_things WHERE case_id = $1", [caseId]);
  await client.query(
    `INSERT INTO ledger_things (case_id, subject, spans, search_text)
     SELECT case_id, subject, count(*)::int, string_agg(DISTINCT search_text, E'\\n') FROM ledger_spans WHERE case_id = $1 GROUP BY 1, 2`,
    [caseId],
  );
}
