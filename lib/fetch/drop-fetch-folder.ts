import { pool } from "@/lib/db/pool";
import { fetchFolder, removeFetchFolder } from "@/lib/sources/fetch-folder";

/** Removes the folder of a fetch, unless a load has files in it that it has not read: they may be read yet. */
export async function dropFetchFolder(fetchId: string): Promise<void> {
  const { rowCount } = await pool().query(
    `SELECT FROM fetches f JOIN loads l ON l.case_id = f.case_id JOIN load_files w ON w.load_id = l.id
      WHERE f.id = $1 AND w.state <> 'done' AND starts_with(w.path, $2) LIMIT 1`,
    [fetchId, `${fetchFolder(fetchId)}/`],
  );
  if (rowCount === 0) await removeFetchFolder(fetchId);
}
