import type pg from "pg";
import { AppError } from "@/lib/core/app-error";
import { removeOriginals } from "@/lib/custody/remove-original";
import { tryLockOriginals } from "@/lib/ingest/load-lock";

/** Writes down, before it happens, which originals a load gives their place in the store. */
export type NoteOriginals = (hashes: readonly string[]) => Promise<void>;

/**
 * For a load's own connection, outside of a transaction. What is written lasts even where the connection leaves that to the
 * system: else an original could be there that nothing knows of.
 */
export function noteOriginals(client: pg.ClientBase, loadId: number): NoteOriginals {
  return async (hashes) => {
    if (hashes.length === 0) return;
    await client.query(
      `WITH lasting AS (SELECT set_config('synchronous_commit', 'on', true))
       INSERT INTO load_originals (load_id, sha256) SELECT $1, h FROM unnest($2::text[]) h, lasting ORDER BY h ON CONFLICT DO NOTHING`,
      [loadId, hashes],
    );
  };
}

/**
 * Removes the originals that loads, ended by now, stored and no file of a case names: of what was cancelled, or could not be
 * read. While another load runs it removes nothing, and the next one to end does. The connection holds the lock after it.
 */
export async function removeUnnamed(client: pg.ClientBase): Promise<void> {
  await client.query(
    `DELETE FROM load_originals o USING loads l
      WHERE l.id = o.load_id AND l.finished_at IS NOT NULL
        AND EXISTS (SELECT FROM evidence_files e WHERE e.case_id = l.case_id AND e.sha256 = o.sha256)`,
  );
  const left = "SELECT FROM load_originals o JOIN loads l ON l.id = o.load_id WHERE l.finished_at IS NOT NULL LIMIT 1";
  if ((await client.query(left)).rowCount === 0 || !(await tryLockOriginals(client))) return;
  const { rows } = await client.query<{ sha256: string }>(
    `SELECT DISTINCT o.sha256 FROM load_originals o JOIN loads l ON l.id = o.load_id
      WHERE l.finished_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM evidence_files e WHERE e.sha256 = o.sha256)
        AND NOT EXISTS (SELECT FROM load_files f WHERE f.sha256 = o.sha256)
        AND NOT EXISTS (SELECT FROM load_originals b JOIN loads m ON m.id = b.load_id
                         WHERE b.sha256 = o.sha256 AND m.finished_at IS NULL)`,
  );
  try {
    await removeOriginals(rows.map(({ sha256 }) => sha256));
  } catch (error) {
    // A store that does not let go of them is asked again by the next load.
    if (error instanceof AppError) return;
    throw error;
  }
  await client.query("DELETE FROM load_originals o USING loads l WHERE l.id = o.load_id AND l.finished_at IS NOT NULL");
}
