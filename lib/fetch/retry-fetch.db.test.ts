import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { cancelFetch } from "@/lib/fetch/cancel-fetch";
import { retryFetch } from "@/lib/fetch/retry-fetch";
import { type RunFetchOptions, runFetch } from "@/lib/fetch/run-fetch";
import {
  ASKER,
  askedTrail,
  connectionTo,
  fetchedLines,
  idsOf,
  loadFetched,
  newCase,
  readFetchState,
  startedFetch,
  WINDOW,
} from "@/lib/fetch/test-fetch";
import {
  answerWith,
  begin,
  failing,
  giving,
  held,
  NO_AWS,
  objectOf,
  refused,
  type Script,
  scriptedSource,
  statesOf,
  trail,
} from "@/lib/fetch/test-script";
import { runLoad } from "@/lib/ingest/run-load";
import { investigate } from "@/lib/investigate/investigate";
import type { Fetched } from "@/lib/sources/source.types";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

const broughtTo = async (caseId: string) => idsOf(await fetchedLines(caseId, database.dataDir)).sort();

it("keeps nothing done that a second try brought and whose cancelling threw away: all of it can be tried again", async () => {
  const caseId = await newCase();
  const late = held(giving("c"));
  let isFirst = true;
  const options = trail({
    first: giving("a"),
    second: failing("b"),
    third: async function* (cursor, context) {
      if (isFirst) throw refused;
      yield* late.script(cursor, context);
    },
  });
  const fetchId = await begin(caseId, options);
  await runFetch(fetchId, options);
  await loadFetched(fetchId);
  expect(await statesOf(fetchId)).toEqual(["done", "failed", "failed"]);

  isFirst = false;
  await retryFetch({ caseId, fetchId }, ASKER);
  const running = runFetch(fetchId, options);
  await late.begun;
  await vi.waitFor(async () => expect(await statesOf(fetchId)).toEqual(["done", "done", "running"]));
  await cancelFetch({ caseId, fetchId }, ASKER);
  late.go();
  await running;
  expect(await statesOf(fetchId)).toEqual(["done", "failed", "failed"]);
  expect(await broughtTo(caseId)).toEqual(["a"]);

  await retryFetch({ caseId, fetchId }, ASKER);
  await runFetch(fetchId, options);
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect(await statesOf(fetchId)).toEqual(["done", "done", "done"]);
  expect(await broughtTo(caseId)).toEqual(["a", "b", "c"]);
});

it("is done by one run alone where it is cancelled and tried again before the first has heard of it", async () => {
  const caseId = await newCase();
  const slow = held(giving("old"));
  let tries = 0;
  const options = trail({
    first: giving("a"),
    second: async function* (cursor, context) {
      tries += 1;
      if (tries === 1) throw refused;
      if (tries === 2) yield* slow.script(cursor, context);
      else yield answerWith("new", { at: 1 });
    },
  });
  const fetchId = await begin(caseId, options);
  await runFetch(fetchId, options);
  await loadFetched(fetchId);
  await retryFetch({ caseId, fetchId }, ASKER);
  const old = runFetch(fetchId, options);
  await slow.begun;
  await cancelFetch({ caseId, fetchId }, ASKER);
  await retryFetch({ caseId, fetchId }, ASKER);
  slow.go();
  await old;
  expect(await readFetchState(fetchId)).toMatchObject({ state: "running" });
  expect(await statesOf(fetchId)).toEqual(["done", "pending"]);
  await runFetch(fetchId, options);
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect(await broughtTo(caseId)).toEqual(["a", "new"]);
});

it("can be tried again where what came could not be handed to a load", async () => {
  const caseId = await newCase();
  const options = trail({ first: giving("a"), second: giving("b") });
  const fetchId = await begin(caseId, options);
  const closed = (state: string) => prisma().case.update({ where: { id: caseId }, data: { state } });
  await closed("closed");
  await runFetch(fetchId, options);
  expect(await readFetchState(fetchId)).toMatchObject({ state: "failed", loadId: null });
  await closed("open");
  await retryFetch({ caseId, fetchId }, ASKER);
  await runFetch(fetchId, options);
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect(await broughtTo(caseId)).toEqual(["a", "b"]);
});

it("brings back nothing that people removed from the case, and asks for nothing that is about to be loaded", async () => {
  const caseId = await newCase();
  let asked = 0;
  const counted = (script: Script): Script =>
    async function* (cursor, context) {
      asked += 1;
      yield* script(cursor, context);
    };
  const one: Script = async function* () {
    yield objectOf("removed", { at: 1 });
    yield objectOf("kept", { at: 2 });
  };
  const options = trail({ first: counted(giving("a")), second: counted(one), third: failing("c") });
  const fetchId = await begin(caseId, options);
  await runFetch(fetchId, options);
  await loadFetched(fetchId);
  const filesOf = () => prisma().evidenceFile.findMany({ where: { caseId }, include: { names: true } });
  const find = async (name: RegExp) =>
    (await filesOf()).filter(({ names }) => names.some((one) => name.test(one.name)));
  const rebuilds: number[] = [];
  for (const name of [/removed/, /0001-cloudtrail/]) {
    const [{ sha256 } = { sha256: "" }] = await find(name);
    const opened = await removeEvidence({ caseId, sha256, reason: "It is another customer's." }, ASKER);
    rebuilds.push(opened?.loadId ?? 0);
    if (rebuilds.length === 1) await runLoad(rebuilds[0] ?? 0);
  }
  asked = 0;
  await retryFetch({ caseId, fetchId }, ASKER);
  await runLoad(rebuilds[1] ?? 0);
  await runFetch(fetchId, options);
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect(asked).toBe(0);
  expect([...(await find(/removed/)), ...(await find(/0001-cloudtrail/))]).toEqual([]);
  expect(await find(/kept/)).toHaveLength(1);
  expect(await find(/0003-try-2-cloudtrail/)).toHaveLength(1);
});

it("counts once what comes again behind the last cursor, and says no more of what was missed there and came", async () => {
  const caseId = await newCase();
  let tries = 0;
  const gap = (message: string, cursor: { at: number } | null): Fetched => ({
    ...{ kind: "gap", code: "denied", message, fromMs: null, toMs: null, cursor },
  });
  const from: unknown[] = [];
  const options = trail({
    only: async function* (cursor) {
      tries += 1;
      from.push(cursor);
      if (tries === 1) {
        yield objectOf("one", { at: 1 });
        yield gap("missed for good", { at: 2 });
        yield answerWith("before", { at: 3 });
        yield gap("missed at first", null);
        yield objectOf("two", null);
        yield answerWith("again", null);
        throw refused;
      }
      yield objectOf("two", { at: 4 });
      yield answerWith("again", { at: 5 });
    },
  });
  const fetchId = await begin(caseId, options);
  const stepOf = async () => {
    const { objects, records, bytes, gaps } = await prisma().fetchStep.findFirstOrThrow({ where: { fetchId } });
    return {
      objects,
      records: Number(records),
      bytes: Number(bytes),
      gaps: (gaps as { message: string }[]).map(({ message }) => message),
    };
  };
  await runFetch(fetchId, options);
  await loadFetched(fetchId);
  const first = await stepOf();
  expect(first).toMatchObject({ objects: 2, records: 2, gaps: ["missed for good", "missed at first"] });
  await retryFetch({ caseId, fetchId }, ASKER);
  await runFetch(fetchId, options);
  await loadFetched(fetchId);
  expect(from).toEqual([null, { at: 3 }]);
  expect(await stepOf()).toEqual({ ...first, gaps: ["missed for good"] });
});

it("says nothing of what a lookup leaves out where it is tried again beside a trail whose files came whole", async () => {
  const caseId = await newCase();
  const covers = [{ source: "cloudtrail" as const, subject: "111122223333/us-east-1" }];
  let isDenied = true;
  const lookup: Script = async function* () {
    yield { kind: "gap", code: "looked-up", message: "no other calls", fromMs: null, toMs: null };
    yield answerWith("a", { at: 1 });
    if (isDenied) throw refused;
  };
  const files: Script = async function* () {
    yield objectOf("of the trail", { at: 1 });
  };
  const options: RunFetchOptions = {
    sources: {
      ...trail({ lookup }, () => ({ covers })).sources,
      s3: scriptedSource("s3", { scripts: { files }, more: () => ({ covers }) }),
    },
  };
  const asked = { ...askedTrail(caseId), sources: ["cloudtrail" as const, "s3" as const] };
  const fetchId = await startedFetch(asked, connectionTo(NO_AWS), options);
  const missed = async () => {
    const { coverage } = await investigate({
      caseId,
      ip: null,
      from: new Date(WINDOW.fromMs),
      to: new Date(WINDOW.toMs),
    });
    return coverage.flatMap(({ state }) => (state === "looked-up" || state === "not-fetched" ? [state] : []));
  };
  await runFetch(fetchId, options);
  await loadFetched(fetchId);
  expect(await missed()).toEqual(["not-fetched"]);
  isDenied = false;
  await retryFetch({ caseId, fetchId }, ASKER);
  await runFetch(fetchId, options);
  await loadFetched(fetchId);
  expect(await missed()).toEqual([]);
});
