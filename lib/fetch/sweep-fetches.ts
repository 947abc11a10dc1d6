import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { finishFetchesOf } from "@/lib/fetch/end-fetch";
import { enqueueFetch } from "@/lib/jobs/fetch-job";
import { removeFetchFolder } from "@/lib/sources/fetch-folder";

/** Asks for all fetches that a dead process left, and ends those whose load ended meanwhile. */
export async function resumeFetches(): Promise<void> {
  const loaded = await pool().query<{ id: number }>(
    `SELECT DISTINCT l.id FROM loads l JOIN fetches f ON f.load_id = l.id AND f.state = 'loading' WHERE l.finished_at IS NOT NULL`,
  );
  for (const { id } of loaded.rows) await finishFetchesOf(id);
  const left = await pool().query<{ id: string }>(
    `SELECT id FROM fetches WHERE state IN ('planning', 'running', 'loading') ORDER BY created_at`,
  );
  for (const { id } of left.rows) await enqueueFetch(id);
}

/** Removes what fetches brought that ended a week ago, or are gone with their case. */
export async function sweepFetches(): Promise<void> {
  const names = await readdir(join(env().dataDir, "fetches")).catch(() => []);
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM fetches WHERE id::text = ANY($1::text[]) AND (finished_at IS NULL OR finished_at > now() - interval '7 days')",
    [names],
  );
  const kept = new Set(rows.map(({ id }) => id));
  for (const name of names) if (!kept.has(name)) await removeFetchFolder(name).catch(() => undefined);
}
