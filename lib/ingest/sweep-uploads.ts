import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pool } from "@/lib/db/pool";
import { isUploadId, removeUpload, uploadFolder } from "@/lib/sources/upload-store";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes the uploads of a load whose bytes are in the store of originals by now. */
export async function removeLoadedUploads(loadId: number): Promise<void> {
  const { rows } = await pool().query<{ id: string }>(
    `DELETE FROM uploads u USING load_files f
      WHERE u.load_id = $1 AND f.load_id = $1 AND f.state = 'done' AND right(f.path, 32) = u.id RETURNING u.id`,
    [loadId],
  );
  for (const { id } of rows) await removeUpload(id);
}

/** Removes uploads that nobody went on with for a week, and bytes whose upload is gone with its case. */
export async function sweepUploads(): Promise<void> {
  const { rows } = await pool().query<{ id: string }>(
    `DELETE FROM uploads u WHERE created_at < now() - interval '7 days'
        AND NOT EXISTS (SELECT FROM loads l WHERE l.id = u.load_id AND l.finished_at IS NULL) RETURNING u.id`,
  );
  for (const { id } of rows) await removeUpload(id);
  await removeOrphans();
}

async function removeOrphans(): Promise<void> {
  const folder = uploadFolder();
  const ids = (await readdir(folder)).filter(isUploadId);
  const known = await pool().query<{ id: string }>("SELECT id FROM uploads WHERE id = ANY($1::text[])", [ids]);
  const kept = new Set(known.rows.map(({ id }) => id));
  for (const id of ids) {
    if (kept.has(id)) continue;
    // One that has just begun has its bytes' file before its row.
    const changed = await stat(join(folder, id)).catch(() => null);
    if (changed && Date.now() - changed.mtimeMs > DAY_MS) await removeUpload(id);
  }
}
