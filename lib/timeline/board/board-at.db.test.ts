import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { addIndicator } from "@/lib/cases/add-indicator";
import { addComment } from "@/lib/cases/annotations/add-comment";
import { colourSubject } from "@/lib/cases/annotations/colour-subject";
import { movePin } from "@/lib/cases/annotations/move-pin";
import { pinSubject } from "@/lib/cases/annotations/pin-subject";
import { tagSubject } from "@/lib/cases/annotations/tag-subject";
import { unpinSubject } from "@/lib/cases/annotations/unpin-subject";
import { untagSubject } from "@/lib/cases/annotations/untag-subject";
import { createCase } from "@/lib/cases/create-case";
import { addHypothesis } from "@/lib/cases/hypotheses/add-hypothesis";
import { cite } from "@/lib/cases/hypotheses/cite";
import { removeHypothesis } from "@/lib/cases/hypotheses/remove-hypothesis";
import { setHypothesisState } from "@/lib/cases/hypotheses/set-hypothesis-state";
import { addManualEvent } from "@/lib/cases/manual-events/add-manual-event";
import { editManualEvent } from "@/lib/cases/manual-events/edit-manual-event";
import { removeManualEvent } from "@/lib/cases/manual-events/remove-manual-event";
import { removeIndicator } from "@/lib/cases/remove-indicator";
import { addTask } from "@/lib/cases/tasks/add-task";
import { editTask } from "@/lib/cases/tasks/edit-task";
import { removeTask } from "@/lib/cases/tasks/remove-task";
import { setTaskState } from "@/lib/cases/tasks/set-task-state";
import { HYPOTHESIS_STATE_IDS } from "@/lib/core/hypothesis-state";
import { TASK_STATE_IDS } from "@/lib/core/task-state";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readComments } from "@/lib/timeline/annotations/read-comments";
import { readPins } from "@/lib/timeline/annotations/read-pins";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readKnownIndicators } from "@/lib/timeline/board/read-known-indicators";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { readTasks } from "@/lib/timeline/board/read-tasks";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The clock that the history goes by. */
async function now(): Promise<Date> {
  const { rows } = await pool().query<{ at: Date }>("SELECT clock_timestamp() AS at");
  return rows[0]?.at ?? new Date();
}

const FIELDS = { at: "2026-02-16T21:00:00.000Z", knownAt: "2026-02-17T08:30:00.000Z", detail: "", source: "x" };
type Step = { verb: number; which: number; what: number };

/** One thing that people do, by three numbers; nothing where there is nothing to do it to. */
async function doOne(caseId: string, { verb, which, what }: Step): Promise<unknown> {
  const pick = <Row>(rows: readonly Row[]) => rows[which % Math.max(1, rows.length)];
  const task = pick(await readTasks(caseId));
  const hypothesis = pick(await readHypotheses(caseId));
  const event = pick(await readManualEvents(caseId));
  const flag = pick(await prisma().indicator.findMany({ where: { caseId } }));
  const of = { caseId, hypothesisId: hypothesis?.id ?? "" };
  const instanceId = `i-0123456789abcdef${what % 3}`;
  const cited = { subject: { kind: "instance", instanceId } as const, title: "x", at: null };
  const title = `Words ${what}`;
  const pin = pick(await readPins(caseId));
  const thing = { caseId, ...cited };
  const colour = what % 3 === 0 ? null : "red";
  const verbs = [
    () => pinSubject(thing, OPERATOR),
    () => pin && movePin({ caseId, pinId: pin.id, beforeId: null }, OPERATOR),
    () => pin && unpinSubject({ caseId, subject: pin.subject }, OPERATOR),
    () => tagSubject({ ...thing, tag: `t${what % 2}` }, OPERATOR),
    () => untagSubject({ ...thing, tag: `t${what % 2}` }, OPERATOR),
    () => colourSubject({ ...thing, colour }, OPERATOR),
    () => addComment({ ...thing, body: title, parentId: null }, OPERATOR),
    () => addTask({ caseId, title }, OPERATOR),
    () => task && editTask({ caseId, taskId: task.id, version: task.version, title, detail: "", due: null }, OPERATOR),
    () => task && setTaskState({ caseId, taskId: task.id, state: TASK_STATE_IDS[what % 4] ?? "open" }, OPERATOR),
    () => task && removeTask({ caseId, taskId: task.id }, OPERATOR),
    () => addHypothesis({ caseId, statement: title }, OPERATOR),
    () => hypothesis && setHypothesisState({ ...of, state: HYPOTHESIS_STATE_IDS[what % 5] ?? "open" }, OPERATOR),
    () => hypothesis && cite({ ...of, cited, side: what % 2 === 0 ? "for" : "against" }, OPERATOR),
    () => hypothesis && removeHypothesis(of, OPERATOR),
    () => addManualEvent({ caseId, ...FIELDS, title, instanceId: null }, OPERATOR),
    () => event && editManualEvent({ ...FIELDS, ...event, eventId: event.id, caseId, title }, OPERATOR),
    () => event && removeManualEvent({ caseId, eventId: event.id }, OPERATOR),
    () => addIndicator({ caseId, kind: "name", value: `n${what}.example` }, OPERATOR).catch(() => undefined),
    () => flag && removeIndicator({ caseId, indicatorId: flag.id }, OPERATOR),
  ];
  return verbs[verb % verbs.length]?.();
}

/** What is written down, at an instant or now. */
async function readAll(caseId: string, at: Date | null) {
  const [tasks, hypotheses, manual, pins, comments] = await Promise.all([
    readTasks(caseId, at),
    readHypotheses(caseId, at),
    readManualEvents(caseId, at),
    readPins(caseId, at),
    readComments(caseId, at),
  ]);
  const indicators = await readKnownIndicators(caseId, at ?? (await now()));
  return { tasks, hypotheses, indicators, pins, comments, manual: manual.filter(({ enteredLater }) => !enteredLater) };
}

describe("what was known at an instant", () => {
  it("is what was read at that instant, whatever was done before it and since", { timeout: 120_000 }, async () => {
    const step = fc.record({ verb: fc.nat(19), which: fc.nat(5), what: fc.nat(9) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        const { id: caseId } = await createCase({ title: "Then" });
        const seen: { at: Date; read: unknown }[] = [];
        for (const one of steps) {
          await doOne(caseId, one);
          const read = await readAll(caseId, null);
          const at = await now();
          seen.push({ at, read });
          // The history has milliseconds: what comes next is not of this one.
          while ((await now()).getTime() <= at.getTime());
        }
        for (const { at, read } of seen) expect(await readAll(caseId, at)).toEqual(read);
      }),
      { numRuns: 8 },
    );
  });

  it("has what people knew by then and entered later, and says so", async () => {
    const { id: caseId } = await createCase({ title: "Later" });
    await addManualEvent({ caseId, ...FIELDS, title: "Known early", instanceId: null }, OPERATOR);
    const at = (iso: string) => readManualEvents(caseId, new Date(iso));
    expect(await at(FIELDS.knownAt)).toMatchObject([{ title: "Known early", enteredLater: true }]);
    expect(await at("2026-02-17T08:29:59.999Z")).toEqual([]);
  });
});
