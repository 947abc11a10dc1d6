import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { finishFetchesOf } from "@/lib/fetch/end-fetch";
import { runFetch } from "@/lib/fetch/run-fetch";
import { skipSource } from "@/lib/fetch/skip-source";
import {
  ASKER,
  askedTrail,
  connectionTo,
  fetchedLines,
  idsOf,
  loadFetched,
  newCase,
  readFetchState,
  readSteps,
  startedFetch,
} from "@/lib/fetch/test-fetch";
import {
  answerWith,
  begin,
  gate,
  giving,
  held,
  NO_AWS,
  objectOf,
  type Script,
  scriptedSource,
  statesOf,
  trail,
} from "@/lib/fetch/test-script";
import { runLoad } from "@/lib/ingest/run-load";
import { fetchFolder } from "@/lib/sources/fetch-folder";
import { REGISTRY } from "@/lib/sources/registry";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

const broughtTo = async (caseId: string) => idsOf(await fetchedLines(caseId, database.dataDir)).sort();

it("begins steps from the start whose files are gone, as after a backup was restored", async () => {
  const caseId = await newCase();
  const stop = new AbortController();
  const options = trail({
    done: async function* (cursor) {
      if (cursor === null) yield objectOf('{"an":"object"}', { at: 1 });
    },
    half: async function* (cursor) {
      if (cursor === null) yield answerWith("a", { at: 1 });
      if (cursor === null) await sleep(1100);
      yield answerWith("b", { at: 2 });
      if (!stop.signal.aborted) stop.abort(new Error("killed"));
      yield answerWith("c", { at: 3 });
    },
  });
  const fetchId = await begin(caseId, options);
  await expect(runFetch(fetchId, { ...options, signal: stop.signal })).rejects.toThrow("killed");
  expect(await prisma().fetchStep.findFirst({ where: { fetchId, number: 2 } })).toMatchObject({
    cursor: { at: { at: 1 } },
  });
  await rm(fetchFolder(fetchId), { recursive: true });
  await runFetch(fetchId, options);
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect(await broughtTo(caseId)).toEqual(["a", "b", "c"]);
  const found = await prisma().evidenceFile.count({
    where: { caseId, names: { some: { name: { endsWith: ".txt" } } } },
  });
  expect(found).toBe(1);
});

it("keeps an object whole that two steps meet at once", async () => {
  const caseId = await newCase();
  const text = "0123456789".repeat(5);
  const slow = (from: number) =>
    Readable.from(
      (async function* () {
        for (const digit of text.slice(from)) {
          await sleep(2);
          yield Buffer.from(digit);
        }
      })(),
    );
  const meets: Script = async function* () {
    yield objectOf(text, { at: 1 }, slow);
  };
  const options = trail({ first: meets, second: meets });
  const fetchId = await begin(caseId, options);
  await runFetch(fetchId, options);
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect(await statesOf(fetchId)).toEqual(["done", "done"]);
  expect(await prisma().evidenceFile.findMany({ where: { caseId }, select: { size: true } })).toEqual([{ size: 50n }]);
});

it("tells what a question had cost that was cancelled or left out, and where it is gone on with", async () => {
  const caseId = await newCase();
  let asked = gate();
  const only: Script = async function* (_, { signal }) {
    asked.open();
    await sleep(60_000, undefined, { signal }).catch(() => undefined);
    yield answerWith("what it had read by then", { id: "stopped" }, 5e9);
    throw signal.reason;
  };
  const options = { sources: { ...REGISTRY, athena: scriptedSource("athena", { scripts: { only } }) } };
  const skip = (one: { caseId: string; fetchId: string }, actor: typeof ASKER) =>
    skipSource({ ...one, source: "athena" }, actor);
  for (const end of [cancelFetch, skip]) {
    asked = gate();
    const athena = { ...askedTrail(caseId), sources: ["athena" as const] };
    const fetchId = await startedFetch(athena, connectionTo(NO_AWS), options);
    const running = runFetch(fetchId, options);
    await asked.opened;
    await end({ caseId, fetchId }, ASKER);
    await running;
    const { scanned, cursor } = await prisma().fetchStep.findFirstOrThrow({ where: { fetchId } });
    expect([Number(scanned), cursor]).toEqual([5e9, expect.objectContaining({ at: { id: "stopped" } })]);
  }
});

it("is run by one process at a time", async () => {
  const caseId = await newCase();
  const slow = held(giving("a"));
  const options = trail({ only: slow.script });
  const fetchId = await begin(caseId, options);
  const running = runFetch(fetchId, options);
  await slow.begun;
  await expect(runFetch(fetchId, options)).rejects.toMatchObject({ code: "conflict" });
  slow.go();
  await running;
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesLoaded: 1 });
  await runFetch(fetchId, options);
});

it("has one plan, however often making it was cut off, and asks on for none that was dropped", async () => {
  const caseId = await newCase();
  let plans = 0;
  const options = trail({ only: giving("a") }, () => ({ request: { step: "only", run: ++plans } }));
  const fetchId = await begin(caseId, options);
  await pool().query("UPDATE fetches SET state = 'planning' WHERE id = $1", [fetchId]);
  await runFetch(fetchId, options);
  expect(await readSteps(fetchId)).toMatchObject([{ request: { run: 2 } }]);

  await pool().query("UPDATE fetches SET state = 'planning', sources = '{cloudtrail,ec2}' WHERE id = $1", [fetchId]);
  const later = vi.fn(async () => []);
  const dropping = {
    ...scriptedSource("cloudtrail", { scripts: {} }),
    plan: async () => {
      await cancelFetch({ caseId, fetchId }, ASKER);
      return [];
    },
  };
  const ec2 = { ...scriptedSource("ec2", { scripts: {} }), plan: later };
  await runFetch(fetchId, { sources: { ...REGISTRY, cloudtrail: dropping, ec2 } });
  expect(await readFetchState(fetchId)).toMatchObject({ state: "cancelled" });
  expect(later).not.toHaveBeenCalled();
});

it("ends where its load went with evidence that was removed", async () => {
  const caseId = await newCase();
  const options = trail({ only: giving("a") });
  const fetchId = await begin(caseId, options);
  await runFetch(fetchId, options);
  const { loadId } = await readFetchState(fetchId);
  await runLoad(loadId ?? 0);
  await pool().query("DELETE FROM evidence_files WHERE case_id = $1", [caseId]);
  await pool().query("DELETE FROM loads WHERE id = $1", [loadId]);
  await finishFetchesOf(loadId ?? 0);
  expect(await readFetchState(fetchId)).toMatchObject({ state: "done" });
});
