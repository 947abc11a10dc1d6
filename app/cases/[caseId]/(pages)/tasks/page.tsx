import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { countOf } from "@/components/format/format-count";
import { AddTask } from "@/components/tasks/add-task";
import type { TaskActions } from "@/components/tasks/task-actions";
import { TaskFilters } from "@/components/tasks/task-filters";
import { TaskTable } from "@/components/tasks/task-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { isAllowed } from "@/lib/auth/permissions";
import { isToDo } from "@/lib/core/task-state";
import { readTasks } from "@/lib/timeline/board/read-tasks";
import type { TaskRow } from "@/lib/timeline/board/task.types";
import { chooseTasks, overdueMs, TaskSearch } from "@/lib/timeline/board/task-search";
import { listMembers } from "@/lib/timeline/people/list-members";
import { caseHeader, single } from "../../case-header";
import {
  addTaskAction,
  addTaskPlanAction,
  assignTaskAction,
  editTaskAction,
  removeTaskAction,
  setTaskStateAction,
} from "./actions";

const ACTIONS: TaskActions = {
  ...{ add: addTaskAction, addPlan: addTaskPlanAction, edit: editTaskAction },
  ...{ assign: assignTaskAction, setState: setTaskStateAction, remove: removeTaskAction },
};

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Tasks · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function TasksPage({ params, searchParams }: Props) {
  const person = await requirePerson();
  const { id: caseId } = (await caseHeader((await params).caseId)).case;
  const given = Object.entries(await searchParams).map(([name, value]) => [name, single(value)]);
  const search = TaskSearch.parse(Object.fromEntries(given));
  const [all, { members }] = await Promise.all([readTasks(caseId), listMembers(caseId)]);
  const nowMs = Date.now();
  const tasks = chooseTasks(all, search, nowMs);
  const owners = members
    .filter(({ role, disabled }) => !disabled && isAllowed(role, "tasks.change"))
    .map(({ id, name, email }) => ({ id, name, email }));
  return (
    <Page
      title="Tasks"
      aside={
        <>
          <span className="text-dim">{standing(all, nowMs)}</span>
          <span className="grow" />
          <AddTask caseId={caseId} owners={owners} actions={ACTIONS} titles={all.map(({ title }) => title)} />
        </>
      }
    >
      <Card>
        <TaskFilters
          path={`/cases/${caseId}/tasks`}
          shown={{ ...search, task: undefined }}
          owners={owners}
          me={person.email}
        />
        {tasks.length === 0 ? (
          <Nothing isEmpty={all.length === 0} />
        ) : (
          <TaskTable
            caseId={caseId}
            tasks={tasks}
            markedId={search.task ?? null}
            owners={owners}
            nowMs={nowMs}
            actions={ACTIONS}
          />
        )}
      </Card>
    </Page>
  );
}

function standing(tasks: readonly TaskRow[], nowMs: number): string {
  if (tasks.length === 0) return "";
  const owed = tasks.filter(({ state }) => isToDo(state)).length;
  const over = tasks.filter((task) => (overdueMs(task, nowMs) ?? -1) >= 0).length;
  const words = owed === 0 ? "Nothing is left to do" : `${countOf(owed, "task")} to do`;
  return over === 0 ? words : `${words}, ${over} overdue`;
}

function Nothing({ isEmpty }: { isEmpty: boolean }) {
  return isEmpty ? (
    <EmptyState title="Nothing has been written down to do">
      <p>
        A task says what is to be done, who does it and by when. The lead can begin with the plan for a compromised
        instance: each of its tasks can be changed.
      </p>
    </EmptyState>
  ) : (
    <EmptyState title="No task fits">
      <p>The case has tasks, but none that fits what is asked for.</p>
    </EmptyState>
  );
}
