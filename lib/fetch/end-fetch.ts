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
import { dropFetchFolder } from "@/lib/fetch/drop-fetch-folder";
import type { FetchRow } from "@/lib/fetch/fetch-rows";
import { objectPath } from "@/lib/fetch/keep-object";
import { listKept, listUntaken, nameOf } from "@/lib/fetch/kept";
import { noteLines } from "@/lib/fetch/note-lines";
import { checkFreeDisk } from "@/lib/ingest/check-free-disk";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { fetchFolder } from "@/lib/sources/fetch-folder";

/** What could not be brought, as it is after the first try or after so many steps were tried again in all. */
const notesName = (again: number) => (again === 0 ? "notes.jsonl" : `notes-again-${again}.jsonl`);

/**
 * Hands what a fetch brought to a load, and what it could not bring as notes beside it. Throws AppError `cancelled` where it was
 * cancelled meanwhile, `invalid` where nothing came, and what opening a load throws.
 */
export async function endFetch(fetch: FetchRow, actor: Actor): Promise<void> {
  const { id, caseId } = fetch;
  const files = await listFetched(fetch);
  const totals = await readTotals(id);
  if (files.length === 0 && fetch.loadId === null) throw new AppError("unavailable", totals.error ?? "Nothing came.");
  const notes = await noteLines(id);
  if (notes !== "") {
    const name = notesName(totals.again);
    const path = join(fetchFolder(id), name);
    await writeFile(path, notes, { mode: 0o600 });
    files.push({ path, name: nameOf(id, name), size: Buffer.byteLength(notes) });
  }
  // Tried again, and there is nothing more to be had or said.
  if (files.length === 0) return endWithout(id);
  await checkFreeDisk(env().dataDir, files);
  const { error: _, again: __, ...numbers } = totals;
  const loadId = await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add" });
    const opened = await openLoad(transaction, { caseId, files, detail: { from: "fetch" } }, actor);
    const { count } = await transaction.fetch.updateMany({
      where: { id, ...RUN_OUT },
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

/** Nothing of it is asked for again by now. */
const RUN_OUT = { state: "running", steps: { none: { state: { in: ["pending", "running"] } } } };

async function endWithout(id: string): Promise<void> {
  await prisma().fetch.updateMany({
    where: { id, ...RUN_OUT },
    data: { state: "done", error: null, finishedAt: new Date() },
  });
  await dropFetchFolder(id);
}

/** Ends the fetches whose load has ended, or is gone with evidence that was removed. Files that it has read are in the store by then; others may be read later. */
export async function finishFetchesOf(loadId: number): Promise<void> {
  const open = await prisma().load.count({ where: { id: loadId, finishedAt: null } });
  if (open > 0) return;
  const fetches = await prisma().fetch.findMany({ where: { loadId, state: "loading" }, select: { id: true } });
  for (const { id } of fetches) {
    await prisma().fetch.updateMany({
      where: { id, state: "loading" },
      data: { state: "done", finishedAt: new Date() },
    });
    await dropFetchFolder(id);
  }
}

/** Every file and object that the steps of a fetch have kept; of one that was loaded before, what the case has not. */
async function listFetched({ id, loadId }: FetchRow): Promise<WorkFile[]> {
  const folder = fetchFolder(id);
  const { files, objects } = loadId === null ? await listKept(prisma(), id) : await listUntaken(prisma(), id);
  return [
    ...files.map(({ name, size }) => ({ path: join(folder, name), name: nameOf(id, name), size })),
    ...objects.map(({ file, name, size, sha256 }) => ({ name, size, sha256, path: objectPath(folder, file) })),
  ];
}

interface Totals {
  calls: number;
  bytes: number;
  records: number;
  steps: number;
  failed: number;
  /** The most that a step took. */
  again: number;
  /** Of the first that failed. */
  error: string | null;
}

async function readTotals(fetchId: string): Promise<Totals> {
  const { rows } = await pool().query<Totals>(
    `SELECT coalesce(sum(calls), 0)::float8 AS calls, coalesce(sum(bytes), 0)::float8 AS bytes,
            coalesce(sum(records), 0)::float8 AS records, count(*)::int AS steps,
            count(*) FILTER (WHERE state <> 'done')::int AS failed, coalesce(sum(tries - 1), 0)::int AS again,
            (array_agg(error ORDER BY number) FILTER (WHERE state = 'failed'))[1] AS error
       FROM fetch_steps WHERE fetch_id = $1`,
    [fetchId],
  );
  return rows[0] as Totals;
}
