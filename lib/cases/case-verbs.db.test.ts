import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/auth/person";
import { operatorCalled } from "@/lib/auth/test-people";
import { acceptStart } from "@/lib/cases/accept-start";
import { addIndicator } from "@/lib/cases/add-indicator";
import { describeCase } from "@/lib/cases/describe-case";
import { getCase } from "@/lib/cases/get-case";
import { openCase } from "@/lib/cases/open-case";
import { removeIndicator } from "@/lib/cases/remove-indicator";
import { setCaseState } from "@/lib/cases/set-case-state";
import { startLoad } from "@/lib/cases/start-load";
import { takeBackStart } from "@/lib/cases/take-back-start";
import { prisma } from "@/lib/db/client";
import { pool, withTransaction } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { investigate } from "@/lib/investigate/investigate";
import { readStart } from "@/lib/investigate/start/read-start";
import { INDICATOR, makeTestCase, T0 } from "@/lib/timeline/test-case";

const ACTOR = operatorCalled("ada@example.com");
const NOBODY = "00000000-0000-4000-8000-000000000000";
/** No text of the database holds it: the entry in the trail fails, and with it the transaction. */
const UNWRITABLE = operatorCalled("nul\0");
const FROM = new Date("2026-02-16T22:00:00Z");
const TO = new Date("2026-02-17T04:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const indicatorsOf = async (caseId: string) =>
  (await prisma().indicator.findMany({ where: { caseId }, orderBy: { id: "asc" } })).map(({ value }) => value);
const trailOf = async (caseId: string) =>
  (await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } })).map(
    ({ actor, action, subject }) => `${actor} ${action} ${subject}`,
  );
const waitingForLocks = async () =>
  (
    await pool().query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR NO KEY UPDATE%'",
    )
  ).rowCount;
const everything = async () => [
  await prisma().case.findMany({ orderBy: { id: "asc" } }),
  await prisma().indicator.findMany({ orderBy: { id: "asc" } }),
  await prisma().caseStart.findMany({ orderBy: { caseId: "asc" } }),
  await prisma().auditEntry.count(),
];

async function expectUndone(work: () => Promise<unknown>): Promise<void> {
  const before = await everything();
  await expect(work()).rejects.toThrow();
  expect(await everything()).toEqual(before);
}

async function aCase(): Promise<{ caseId: string; indicatorId: number }> {
  const { id: caseId } = await openCase({ title: "One", windowFrom: FROM, windowTo: TO }, ACTOR);
  const { id: indicatorId } = await addIndicator({ caseId, kind: "address", value: "198.51.100.77" }, ACTOR);
  return { caseId, indicatorId };
}

describe("openCase", () => {
  it("opens a case with what was flagged, each once, and an entry for each", async () => {
    const { id, windowFrom } = await openCase(
      {
        title: " C2 contact ",
        indicators: [
          { kind: "address", value: "198.51.100.77", source: "finding" },
          { kind: "address", value: "::ffff:198.51.100.77" },
          { kind: "name", value: "CDN.example.net." },
        ],
        windowFrom: FROM,
        windowTo: TO,
      },
      ACTOR,
    );
    expect(windowFrom).toEqual(FROM);
    expect(await indicatorsOf(id)).toEqual(["198.51.100.77", "cdn.example.net"]);
    expect(await trailOf(id)).toEqual([
      `${ACTOR.email} case.created C2 contact`,
      `${ACTOR.email} indicator.added 198.51.100.77`,
      `${ACTOR.email} indicator.added cdn.example.net`,
    ]);
  });

  it.each([
    ["no name", { title: " " }],
    ["a window that ends before it begins", { title: "x", windowFrom: TO, windowTo: FROM }],
    ["no address", { title: "x", indicators: [{ kind: "address" as const, value: "198.51.100.777" }] }],
    ["a name that is none", { title: "x", indicators: [{ kind: "name" as const, value: "a b" }] }],
  ])("refuses %s, and opens nothing", (_, input) => expectUndone(() => openCase(input, ACTOR)));

  it("leaves nothing behind when the trail cannot be written", () =>
    expectUndone(() => openCase({ title: "x" }, UNWRITABLE)));
});

describe("the verbs of a case", () => {
  it("change it and tell of it", async () => {
    const { caseId, indicatorId } = await aCase();
    await describeCase({ caseId, title: "Two", windowFrom: FROM, windowTo: null }, ACTOR);
    await describeCase({ caseId, title: "Two", windowFrom: FROM, windowTo: null }, ACTOR);
    await removeIndicator({ caseId, indicatorId }, ACTOR);
    await setCaseState({ caseId, state: "closed" }, ACTOR);
    expect(await getCase(caseId)).toMatchObject({ title: "Two", windowTo: null, state: "closed" });
    await setCaseState({ caseId, state: "open" }, ACTOR);
    expect(await indicatorsOf(caseId)).toEqual([]);
    expect((await trailOf(caseId)).slice(2)).toEqual([
      `${ACTOR.email} case.renamed Two`,
      `${ACTOR.email} case.window-set Two`,
      `${ACTOR.email} indicator.removed 198.51.100.77`,
      `${ACTOR.email} case.closed Two`,
      `${ACTOR.email} case.reopened Two`,
    ]);
  });

  const verbs = {
    describeCase: (caseId: string, actor: Actor) => describeCase({ caseId, title: "Other" }, actor),
    addIndicator: (caseId: string, actor: Actor) => addIndicator({ caseId, kind: "name", value: "a.example" }, actor),
    removeIndicator: async (caseId: string, actor: Actor) => {
      const [first] = await prisma().indicator.findMany({ where: { caseId } });
      await removeIndicator({ caseId, indicatorId: first?.id ?? 1 }, actor);
    },
  };

  it.each(Object.entries(verbs))("%s refuses an unknown case and a closed one", async (_, verb) => {
    await expectUndone(() => verb(NOBODY, ACTOR));
    await expectUndone(() => verb("no id", ACTOR));
    const { caseId } = await aCase();
    await setCaseState({ caseId, state: "closed" }, ACTOR);
    await expectUndone(() => verb(caseId, ACTOR));
    await setCaseState({ caseId, state: "open" }, ACTOR);
    await expectUndone(() => verb(caseId, UNWRITABLE));
    await verb(caseId, ACTOR);
  });

  it("close and reopen once, and not what is unknown", async () => {
    const { caseId } = await aCase();
    await expectUndone(() => setCaseState({ caseId: NOBODY, state: "closed" }, ACTOR));
    await expectUndone(() => setCaseState({ caseId, state: "open" }, ACTOR));
    await expectUndone(() => setCaseState({ caseId, state: "closed" }, UNWRITABLE));
    await expectUndone(() => setCaseState({ caseId, state: "lost" as "open" }, ACTOR));
  });

  it("take no evidence into a closed case", async () => {
    const { caseId } = await aCase();
    await setCaseState({ caseId, state: "closed" }, ACTOR);
    await expectUndone(() => startLoad({ caseId, paths: [import.meta.filename] }, ACTOR));
    expect(await prisma().load.count({ where: { caseId } })).toBe(0);
  });

  it("never take a flag of another case", async () => {
    const [one, other] = [await aCase(), await aCase()];
    await expectUndone(() => removeIndicator({ caseId: one.caseId, indicatorId: other.indicatorId }, ACTOR));
  });
});

describe("the start of a case", () => {
  const startOf = (caseId: string) => prisma().caseStart.findUnique({ where: { caseId } });

  it("is a record that the evidence has, accepted with its reason, and taken back to what was before", async () => {
    const caseId = await makeTestCase();
    const window = { caseId, title: "Timeline", windowFrom: FROM, windowTo: TO };
    await describeCase(window, ACTOR);
    const at = new Date(T0 + 65_000).toISOString();
    const input = { caseId, ip: INDICATOR, reason: "contact" as const, at, why: " sent first " };
    await expectUndone(() => acceptStart({ ...input, at: "2026-02-16T22:00:01.000Z" }, ACTOR));
    await expectUndone(() => acceptStart({ ...input, reason: "refused" }, ACTOR));
    await expectUndone(() => acceptStart({ ...input, ip: "203.0.113.250" }, ACTOR));
    await expectUndone(() => acceptStart({ ...input, caseId: NOBODY }, ACTOR));
    await expectUndone(() => acceptStart(input, UNWRITABLE));
    await expectUndone(() => takeBackStart({ caseId }, ACTOR));

    await acceptStart(input, ACTOR);
    expect((await getCase(caseId)).windowFrom?.toISOString()).toBe(at);
    expect(await startOf(caseId)).toMatchObject({
      reason: "contact",
      why: "sent first",
      actor: ACTOR.email,
      wasFrom: FROM,
    });
    expect((await trailOf(caseId)).at(-1)).toContain(`${ACTOR.email} case.start-accepted`);
    // Nobody was told of it: there is no finding, and the window's end is all that there is.
    const { start: accepted, dwell } = await readStart(caseId);
    expect(accepted).toMatchObject({ at, reason: "contact" });
    const seconds = (TO.getTime() - Date.parse(at)) / 1000;
    expect(dwell).toMatchObject({ seconds, to: TO.toISOString(), words: expect.stringContaining("no finding") });
    const { start } = await investigate({ caseId, ip: INDICATOR, from: new Date(at), to: TO });
    expect(start).toMatchObject({ time: at, kind: "flow" });

    await acceptStart({ ...input, reason: "refused", at: new Date(T0 + 185_000).toISOString() }, ACTOR);
    await expectUndone(() => takeBackStart({ caseId }, UNWRITABLE));
    await takeBackStart({ caseId }, ACTOR);
    expect((await getCase(caseId)).windowFrom).toEqual(FROM);
    expect(await startOf(caseId)).toBeNull();
    expect((await trailOf(caseId)).at(-1)).toContain(`${ACTOR.email} case.start-taken-back`);

    // Evidence that is sealed between the look at it and the change: what was agreed to may not be there any more.
    const trail = await trailOf(caseId);
    await withTransaction(async (sealing) => {
      await sealing.query("UPDATE cases SET revision = revision + 1 WHERE id = $1", [caseId]);
      const accepting = acceptStart(input, ACTOR).catch((error: unknown) => error);
      await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), 10_000);
      await sealing.query("COMMIT");
      expect(await accepting).toMatchObject({ code: "conflict" });
    });
    expect(await startOf(caseId)).toBeNull();
    expect(await trailOf(caseId)).toEqual(trail);

    await acceptStart(input, ACTOR);
    await describeCase({ ...window, title: "Other name", windowFrom: new Date(at) }, ACTOR);
    expect(await startOf(caseId)).not.toBeNull();
    await describeCase(window, ACTOR);
    expect(await startOf(caseId), "a window that begins elsewhere takes it back too").toBeNull();
  });
});
