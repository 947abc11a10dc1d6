import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { peopleOf } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { addHypothesis } from "@/lib/cases/hypotheses/add-hypothesis";
import { cite } from "@/lib/cases/hypotheses/cite";
import { editHypothesis } from "@/lib/cases/hypotheses/edit-hypothesis";
import { removeCitation } from "@/lib/cases/hypotheses/remove-citation";
import { removeHypothesis } from "@/lib/cases/hypotheses/remove-hypothesis";
import { setHypothesisState } from "@/lib/cases/hypotheses/set-hypothesis-state";
import { addManualEvent } from "@/lib/cases/manual-events/add-manual-event";
import { editManualEvent } from "@/lib/cases/manual-events/edit-manual-event";
import { removeManualEvent } from "@/lib/cases/manual-events/remove-manual-event";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readHypothesisStates } from "@/lib/timeline/board/read-hypothesis-states";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";

let database: TestDatabase;
let caseId: string;
let people: Record<"lead" | "investigator" | "reviewer", Person>;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = (await createCase({ title: "Board" })).id;
  people = (await peopleOf(caseId)) as typeof people;
});
afterAll(() => database.drop());

const trail = async (name: string) =>
  (await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } }))
    .map(({ actor, action }) => `${actor.split("@")[0]} ${action}`)
    .filter((line) => line.includes(name));
const instance = (instanceId: string) => ({
  ...{ subject: { kind: "instance" as const, instanceId }, title: `Instance ${instanceId}` },
  at: "2026-02-16T22:57:41.000Z",
});

describe("a hypothesis", () => {
  it("is weighed by what is cited for and against it, and the trail tells of each", async () => {
    const { id: hypothesisId } = await addHypothesis({ caseId, statement: " The key was stolen " }, people.lead);
    const of = { caseId, hypothesisId };
    const cited = instance("i-0123456789abcdef0");
    await cite({ ...of, cited, side: "for", note: "met it first" }, people.investigator);
    await cite({ ...of, cited: instance("i-0a11aa22bb33cc44d"), side: "against" }, people.lead);
    await cite({ ...of, cited, side: "against", note: "or did not" }, people.lead);
    await setHypothesisState({ ...of, state: "supported" }, people.investigator);
    const between = new Date();
    await setHypothesisState({ ...of, state: "refuted", why: "no call from elsewhere" }, people.lead);
    const [found] = await readHypotheses(caseId);
    expect(found).toMatchObject({
      ...{ statement: "The key was stolen", state: "refuted", stateWhy: "no call from elsewhere", version: 1 },
      citations: [
        { subject: cited.subject, at: cited.at, side: "against", note: "or did not", by: "lead@example.net" },
        { side: "against", note: "" },
      ],
    });
    // Changed words are no state.
    const edit = { text: "The key was taken", base: "The key was stolen", version: 1 };
    await editHypothesis({ ...of, edit }, people.lead);
    const states = async (at: Date | null) =>
      (await readHypothesisStates(caseId, at)).get(hypothesisId)?.map(({ state, why, by }) => [state, why, by]);
    const then = [
      ["open", "", "lead@example.net"],
      ["supported", "", "investigator@example.net"],
    ];
    expect(await states(null)).toEqual([...then, ["refuted", "no call from elsewhere", "lead@example.net"]]);
    expect(await states(between)).toEqual(then);
    await removeCitation({ ...of, citationId: found?.citations[0]?.id ?? "" }, people.lead);
    await removeHypothesis(of, people.lead);
    expect(await readHypotheses(caseId)).toEqual([]);
    expect(await trail("hypothesis.")).toEqual([
      ...["lead hypothesis.added", "investigator hypothesis.cited", "lead hypothesis.cited", "lead hypothesis.cited"],
      ...["investigator hypothesis.state-set", "lead hypothesis.state-set", "lead hypothesis.edited"],
      ...["lead hypothesis.uncited", "lead hypothesis.removed"],
    ]);
    await expect(cite({ ...of, cited, side: "for" }, people.lead)).rejects.toMatchObject({ code: "not-found" });
    await expect(addHypothesis({ caseId, statement: "x" }, people.reviewer)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("loses nobody's words where two write at once", async () => {
    const base = "The key was stolen from the instance.";
    const { id: hypothesisId } = await addHypothesis({ caseId, statement: base }, people.lead);
    const edit = (text: string, person: Person) =>
      editHypothesis({ caseId, hypothesisId, edit: { text, base, version: 1 } }, person);
    expect(await edit("The access key was stolen from the instance.", people.lead)).toMatchObject({ state: "saved" });
    const both = "The access key was stolen from the instance by SSRF.";
    expect(await edit("The key was stolen from the instance by SSRF.", people.investigator)).toMatchObject({
      ...{ state: "merged", text: both, version: 3 },
    });
    expect(await edit("The role was stolen from the instance.", people.lead)).toMatchObject({
      ...{ state: "conflict", text: both },
    });
    expect((await readHypotheses(caseId)).map(({ statement }) => statement)).toEqual([both]);
  });
});

describe("an event entered by hand", () => {
  const fields = {
    ...{ at: "2026-02-16T21:00:00.000Z", knownAt: "2026-02-17T08:30:00.000Z", title: "Laptop lost", detail: "" },
    ...{ source: "the help desk", instanceId: null },
  };

  it("has a time of its own and one of being known, is changed by who saw it as it is, and removed", async () => {
    const { id: eventId } = await addManualEvent({ caseId, ...fields }, people.lead);
    expect(await readManualEvents(caseId)).toEqual([
      { id: eventId, ...fields, by: "lead@example.net", createdAt: expect.any(String), version: 1 },
    ]);
    const changed = { ...fields, title: "Laptop stolen", instanceId: "i-0123456789abcdef0" };
    await editManualEvent({ caseId, eventId, version: 1, ...changed }, people.investigator);
    const late = editManualEvent({ caseId, eventId, version: 1, ...fields }, people.lead);
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    expect(await readManualEvents(caseId)).toMatchObject([{ ...changed, version: 2 }]);
    await removeManualEvent({ caseId, eventId }, people.lead);
    expect(await readManualEvents(caseId)).toEqual([]);
    expect(await trail("manual-event.")).toEqual([
      "lead manual-event.added",
      "investigator manual-event.edited",
      "lead manual-event.removed",
    ]);
  });

  it.each([
    [{ knownAt: "2026-02-16T20:59:59.000Z" }, "before it happened"],
    [{ knownAt: "9999-01-01T00:00:00.000Z" }, "later on than now"],
    [{ source: " " }, "who or what"],
    [{ instanceId: "i-0'; DROP" }, "no instance id"],
  ])("is refused with %j", async (wrong, words) => {
    await expect(addManualEvent({ caseId, ...fields, ...wrong }, people.lead)).rejects.toThrow(new RegExp(words));
    expect(await readManualEvents(caseId)).toEqual([]);
  });
});
