import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { pool } from "@/lib/db/pool";

/** What a kept case holds: flow records alone, or half as many lookups and a tenth as many calls beside them. */
export type KeptLogs = "flow" | "all";

const TITLES: Record<KeptLogs, (records: number) => string> = {
  flow: (records) => `bench ${records}`,
  all: (records) => `bench ${records} with lookups and calls`,
};

export const lookupsBeside = (records: number) => Math.ceil(records / 2);
export const callsBeside = (records: number) => Math.ceil(records / 10);

/** A new case in the place of the one that an earlier run kept for so many flow records. */
export async function renewCase(records: number, logs: KeptLogs): Promise<string> {
  const title = TITLES[logs](records);
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM cases WHERE title = $1", [title]);
  for (const { id } of rows) await dropCase(id);
  return (await createCase({ title })).id;
}

/** The kept case whose load ended well; null without one. */
export async function findKeptCase(records: number, logs: KeptLogs = "flow"): Promise<string | null> {
  const held = logs === "flow" ? records : records + lookupsBeside(records) + callsBeside(records);
  const { rows } = await pool().query<{ id: string }>(
    `SELECT c.id FROM cases c WHERE c.title = $1
        AND (SELECT sum(e.records) FROM evidence_files e WHERE e.case_id = c.id) = $2
        AND NOT EXISTS (SELECT FROM loads l WHERE l.case_id = c.id AND l.state <> 'done')`,
    [TITLES[logs](records), held],
  );
  return rows[0]?.id ?? null;
}
