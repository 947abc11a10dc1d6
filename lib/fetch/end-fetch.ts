import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { appendAuditEntry, THREADLINE_ITSELF } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { openLoad, type WorkFile } from "@/lib/cases/open-load";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import type { FetchRow } from "@/lib/fetch/fetch-rows";
import { objectPath } from "@/lib/fetch/keep-object";
import { noteLines } from "@/lib/fetch/note-lines";
import { checkFreeDisk } from "@/lib/ingest/check-free-disk";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { fetchFolder, removeFetchFolder } from "@/lib/sources/fetch-folder";

const NOTES = "notes.jsonl";

/**
 * Hands what a fetch brought to a load, and what it could not bring as notes beside it. Throws AppError `cancelled` where it was
 * cancelled meanwhile, `invalid` where nothing came, and what opening a load throws.
 */
export async function endFetch(fetch: FetchRow, actor: Actor): Promise<void> {
  const { id, caseId } = fetch;
  const files = await listFetched(id);
  const totals = await readTotals(id);
  if (files.length === 0) throw new AppError("unavailable", totals.error ?? "Nothing came.");
  const notes = await noteLines(id);
  if (notes !== "") {
    const path = join(fetchFolder(id), NOTES);
    await writeFile(path, notes, { mode: 0o600 });
    files.push({ path, name: nameOf(id, NOTES), size: Buffer.byteLength(notes) });
  }
  await checkFreeDisk(env().dataDir, files);
  const { error: _, ...numbers } = totals;
  const loadId = await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add" });
    const opened = await openLoad(transaction, { caseId, files, detail: { from: "fetch" } }, actor);
    const { count } = await transaction.fetch.updateMany({
      where: { id, state: "running" },
      data: { state: "loading", loadId: opened.loadId, error: null },
    });
    if (count === 0) throw new AppError("cancelled", "The fetch was cancelled.");
    await appendAuditEntry(transaction, {
      ...{ actor: THREADLINE_ITSELF, action: "fetch.fetched", caseId, subject: `fetch ${id}` },
      detail: { ...numbers, loadId: opened.loadId },
    });
    return opened.loadId;
  });
  await enqueueLoad(loadId);
}

/** Ends the fetches whose load has ended. Files that it has read are in the store by then; others may be read later. */
export async function finishFetchesOf(loadId: number): Promise<void> {
  const ended = await prisma().load.count({ where: { id: loadId, finishedAt: { not: null } } });
  if (ended === 0) return;
  const unread = await prisma().loadFile.count({ where: { loadId, state: { not: "done" } } });
  const fetches = await prisma().fetch.findMany({ where: { loadId, state: "loading" }, select: { id: true } });
  for (const { id } of fetches) {
    await prisma().fetch.updateMany({
      where: { id, state: "loading" },
      data: { state: "done", finishedAt: new Date() },
    });
    if (unread === 0) await removeFetchFolder(id);
  }
}

/** What people see a file of a fetch as. */
function nameOf(fetchId: string, name: string): string {
  return `fetch-${fetchId.slice(0, 8)}/${name}`;
}

/** Every file and object that the steps of a fetch have kept. */
async function listFetched(fetchId: string): Promise<WorkFile[]> {
  const folder = fetchFolder(fetchId);
  const kept = await pool().query<{ name: string; size: number }>(
    `SELECT k.key AS name, k.value::float8 AS size FROM fetch_steps s, jsonb_each_text(s.kept) k
      WHERE s.fetch_id = $1 AND k.value <> '0' ORDER BY 1`,
    [fetchId],
  );
  const objects = await pool().query<{ file: string; name: string; size: number; sha256: string }>(
    `SELECT file, name, size::float8 AS size, sha256 FROM fetch_objects WHERE fetch_id = $1 ORDER BY step, name, file`,
    [fetchId],
  );
  return [
    ...kept.rows.map(({ name, size }) => ({ path: join(folder, name), name: nameOf(fetchId, name), size })),
    ...objects.rows.map(({ file, ...object }) => ({ ...object, path: objectPath(folder, file) })),
  ];
}

interface Totals {
  calls: number;
  bytes: number;
  records: number;
  steps: number;
  failed: number;
  /** Of the first that failed. */
  error: string | null;
}

async function readTotals(fetchId: string): Promise<Totals> {
  const { rows } = await pool().query<Totals>(
    `SELECT coalesce(sum(calls), 0)::float8 AS calls, coalesce(sum(bytes), 0)::float8 AS bytes,
            coalesce(sum(records), 0)::float8 AS records, count(*)::int AS steps,
            count(*) FILTER (WHERE state <> 'done')::int AS failed,
            (array_agg(error ORDER BY number) FILTER (WHERE state = 'failed'))[1] AS error
       FROM fetch_steps WHERE fetch_id = $1`,
    [fetchId],
  );
  return rows[0] as Totals;
}
