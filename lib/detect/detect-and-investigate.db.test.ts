import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { detectAndInvestigate } from "@/lib/detect/detect-and-investigate";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { flowRecord, numbersFrom, SUMMED_HEADER } from "@/lib/ingest/sums/test-flows";

let database: TestDatabase;
let folder: string;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-cancelled-"));
  const chance = numbersFrom(20261122);
  const lines = Array.from({ length: 50 }, () => flowRecord(chance));
  await writeFile(path.join(folder, "flow.log"), `${[SUMMED_HEADER, ...lines].join("\n")}\n`);
  caseId = (await createCase({ title: "Cancelled" })).id;
  await loadEvidence({ caseId, paths: [folder] });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const asked = () => ({ caseId, ip: "203.0.113.9", from: null, to: null });
const WAITING = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

it("ends at once when it is cancelled, however long its statements would take", async () => {
  const stop = new AbortController();
  const holder = await pool().connect();
  try {
    // What both of them need, for as long as the test takes.
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE investigations, detection_runs IN ACCESS EXCLUSIVE MODE");
    const work = detectAndInvestigate(asked(), { signal: stop.signal, atOnce: true, forget: true });
    work.catch(() => undefined);
    await vi.waitUntil(async () => (await pool().query(WAITING)).rowCount === 2, { timeout: 10_000 });
    stop.abort(new AppError("cancelled", "Interrupted."));
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
    expect((await pool().query(WAITING)).rowCount).toBe(0);
  } finally {
    holder.release(true);
  }
  // Nothing of it is left in the way.
  await detectAndInvestigate(asked(), { atOnce: true, forget: true });
  await dropCase(caseId);
});
