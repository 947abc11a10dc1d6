import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { pool } from "@/lib/db/pool";

const titleOf = (records: number) => `bench ${records}`;

/** A new case in the place of the one that an earlier run kept for so many records. */
export async function renewCase(records: number): Promise<string> {
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM cases WHERE title = $1", [titleOf(records)]);
  for (const { id } of rows) await dropCase(id);
  return (await createCase({ title: titleOf(records) })).id;
}

/** The kept case whose load ended well; null without one. */
export async function findKeptCase(records: number): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT c.id FROM cases c WHERE c.title = $1
        AND (SELECT sum(e.records) FROM evidence_files e WHERE e.case_id = c.id) = $2
        AND NOT EXISTS (SELECT FROM loads l WHERE l.case_id = c.id AND l.state <> 'done')`,
    [titleOf(records), records],
  );
  return rows[0]?.id ?? null;
}
