import { describe, expect, it } from "vitest";
import type { TaskRow } from "@/lib/timeline/board/task.types";
import { chooseTasks, overdueMs, TaskSearch } from "@/lib/timeline/board/task-search";

const NOW = Date.parse("2026-02-17T09:00:00Z");
const task = (id: string, more: Partial<TaskRow> = {}): TaskRow => ({
  ...{ id, title: id, detail: "", state: "open", stateAt: "2026-02-17T00:00:00.000Z", owner: null, due: null },
  about: null,
  ...{ by: "ada", createdAt: "2026-02-17T00:00:00.000Z", version: 1 },
  ...more,
});
const ada = { name: "Ada", email: "ada@example.net" };
const bob = { name: "bob", email: "bob@example.net" };
const TASKS = [
  task("late", { owner: bob, due: { at: "2026-02-17T08:00:00.000Z", zone: "UTC" } }),
  task("soon", { owner: ada, state: "doing", due: { at: "2026-02-17T20:00:00.000Z", zone: "UTC" } }),
  task("far", { due: { at: "2026-03-01T00:00:00.000Z", zone: "UTC" } }),
  task("done", { state: "done", owner: ada, due: { at: "2026-02-16T00:00:00.000Z", zone: "UTC" } }),
  task("never"),
  task("dropped", { state: "dropped" }),
];
const asked = (search: object) => chooseTasks(TASKS, TaskSearch.parse(search), NOW).map(({ id }) => id);

describe("the tasks that a URL asks for", () => {
  it.each([
    [{}, ["late", "soon", "far", "never"]],
    [{ state: "all" }, ["done", "late", "soon", "far", "never", "dropped"]],
    [{ state: "done" }, ["done"]],
    [{ owner: "nobody" }, ["far", "never"]],
    [{ owner: ada.email, state: "all" }, ["done", "soon"]],
    [{ due: "over", state: "all" }, ["late"]],
    [{ due: "day" }, ["soon"]],
    [{ due: "none" }, ["never"]],
    [{ sort: "owner" }, ["soon", "late", "far", "never"]],
    [{ sort: "state" }, ["late", "far", "never", "soon"]],
    [{ sort: "added", state: "all" }, ["late", "soon", "far", "done", "never", "dropped"]],
    [{ state: "gone", due: "", sort: "x" }, ["late", "soon", "far", "never"]],
  ])("%j", (search, ids) => expect(asked(search)).toEqual(ids));

  it("are overdue while they are to be done", () => {
    expect(TASKS.map((one) => overdueMs(one, NOW))).toEqual([
      3_600_000,
      -39_600_000,
      expect.any(Number),
      null,
      null,
      null,
    ]);
  });
});
