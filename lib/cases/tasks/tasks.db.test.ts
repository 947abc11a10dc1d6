import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { peopleOf } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { setCaseState } from "@/lib/cases/set-case-state";
import { addTask } from "@/lib/cases/tasks/add-task";
import { addTaskPlan } from "@/lib/cases/tasks/add-task-plan";
import { assignTask } from "@/lib/cases/tasks/assign-task";
import { editTask } from "@/lib/cases/tasks/edit-task";
import { removeTask } from "@/lib/cases/tasks/remove-task";
import { setTaskState } from "@/lib/cases/tasks/set-task-state";
import { EC2_PLAN } from "@/lib/core/ec2-plan";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readTasks } from "@/lib/timeline/board/read-tasks";

let database: TestDatabase;
let caseId: string;
let people: Record<"lead" | "investigator" | "reviewer" | "viewer", Person>;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = (await createCase({ title: "Tasks" })).id;
  people = (await peopleOf(caseId)) as typeof people;
});
afterAll(() => database.drop());

const trailOf = async (taskId: string) =>
  (await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } }))
    .filter(({ detail }) => (detail as { task?: string }).task === taskId)
    .map(({ actor, action }) => `${actor.split("@")[0]} ${action}`);
const find = async (taskId: string) => (await readTasks(caseId)).find(({ id }) => id === taskId);

describe("a task", () => {
  it("is written down, given to someone, changed, done and removed, and the trail tells of each", async () => {
    const due = { at: "2026-02-17T09:00:00.000Z", zone: "Europe/Berlin" };
    const { id } = await addTask({ caseId, title: " Snapshot\nthe volumes ", due }, people.lead);
    expect(await find(id)).toMatchObject({
      ...{ title: "Snapshot the volumes", state: "open", owner: null, due, by: "lead@example.net", version: 1 },
    });
    await assignTask({ caseId, taskId: id, ownerId: "investigator" }, people.lead);
    await assignTask({ caseId, taskId: id, ownerId: "investigator" }, people.lead);
    expect(await prisma().notice.findMany({ where: { path: `/tasks?task=${id}` } })).toMatchObject([
      { caseId, userId: "investigator", kind: "assignment", actor: "lead", subject: "Snapshot the volumes" },
    ]);
    await setTaskState({ caseId, taskId: id, state: "doing" }, people.investigator);
    const words = { caseId, taskId: id, title: "Snapshot", detail: "All of them", due: null };
    await editTask({ ...words, version: 1 }, people.reviewer);
    expect(await find(id)).toMatchObject({
      ...{ title: "Snapshot", detail: "All of them", state: "doing", due: null, version: 2 },
      owner: { name: "investigator", email: "investigator@example.net" },
    });
    await expect(editTask({ ...words, version: 1 }, people.lead)).rejects.toMatchObject({ code: "conflict" });
    await removeTask({ caseId, taskId: id }, people.lead);
    expect(await find(id)).toBeUndefined();
    await expect(setTaskState({ caseId, taskId: id, state: "done" }, people.lead)).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await trailOf(id)).toEqual([
      ...["lead task.added", "lead task.assigned", "investigator task.state-set", "reviewer task.edited"],
      "lead task.removed",
    ]);
  });

  it("is given to those alone who work on the case, and nothing is left of what was refused", async () => {
    const before = await readTasks(caseId);
    const notices = await prisma().notice.count();
    for (const ownerId of ["viewer", "stranger", "nobody"])
      await expect(addTask({ caseId, title: "x", ownerId }, people.lead)).rejects.toMatchObject({ code: "invalid" });
    await expect(addTask({ caseId, title: "x" }, people.viewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(addTask({ caseId, title: " " }, people.lead)).rejects.toThrow(/what is to be done/);
    const due = { at: "2026-02-17T09:00:00Z", zone: "Mars/Olympus" };
    await expect(addTask({ caseId, title: "x", due }, people.lead)).rejects.toThrow(/no such time zone/);
    expect(await readTasks(caseId)).toEqual(before);
    expect(await prisma().notice.count()).toBe(notices);
  });

  it("of another case is not there", async () => {
    const other = (await createCase({ title: "Other" })).id;
    const { id } = await addTask({ caseId, title: "Here" }, people.lead);
    const operator = { id: null, email: "operator" } as const;
    await expect(removeTask({ caseId: other, taskId: id }, operator)).rejects.toMatchObject({ code: "not-found" });
    await dropCase(other);
  });

  it("comes by a plan in its order, once; and stays as it is while the case is closed", async () => {
    const { id: planned } = await createCase({ title: "Planned" });
    const operator = { id: null, email: "operator" } as const;
    await addTask({ caseId: planned, title: EC2_PLAN[2]?.title ?? "" }, operator);
    expect(await addTaskPlan({ caseId: planned }, operator)).toEqual({ added: EC2_PLAN.length - 1 });
    const titles = (await readTasks(planned)).map(({ title }) => title);
    expect(titles.slice(1)).toEqual(EC2_PLAN.flatMap(({ title }, index) => (index === 2 ? [] : [title])));
    await expect(addTaskPlan({ caseId: planned }, operator)).rejects.toMatchObject({ code: "conflict" });
    await setCaseState({ caseId: planned, state: "closed" }, operator);
    await expect(addTask({ caseId: planned, title: "x" }, operator)).rejects.toMatchObject({ code: "conflict" });
    await dropCase(planned);
    expect(await prisma().caseHistory.count({ where: { caseId: planned } })).toBe(0);
  });
});
