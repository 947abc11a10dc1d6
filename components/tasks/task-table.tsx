"use client";

import { useState } from "react";
import { SubjectLine } from "@/components/board/subject-line";
import { May, useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import type { TaskActions, TaskOwner } from "@/components/tasks/task-actions";
import { TaskDue } from "@/components/tasks/task-due";
import { TaskForm } from "@/components/tasks/task-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { TASK_STATE_IDS, TASK_STATES } from "@/lib/core/task-state";
import { visibleText } from "@/lib/core/visible-text";
import type { TaskRow } from "@/lib/timeline/board/task.types";

const COLUMNS = [
  { name: "Task" },
  { name: "About" },
  { name: "State" },
  { name: "Owner" },
  { name: "Due" },
  { name: "Added" },
  { name: "Change", hiddenName: true },
];
const SELECT = "h-7 max-w-44 rounded-md border border-line bg-raise px-1.5";

interface Props {
  caseId: string;
  tasks: readonly TaskRow[];
  owners: readonly TaskOwner[];
  /** One that the page was opened for. */
  markedId: string | null;
  nowMs: number;
  actions: TaskActions;
}

/** Who owes what by when. */
export function TaskTable({ caseId, tasks, owners, markedId, nowMs, actions }: Props) {
  const act = useCaseAction();
  const [editedId, setEditedId] = useState<string | null>(null);
  const edited = tasks.find(({ id }) => id === editedId);
  const close = () => setEditedId(null);
  return (
    <>
      <FailureText text={act.failure} className="px-3.5 py-2" />
      <Table label="Tasks" columns={COLUMNS}>
        {tasks.map((task) => (
          <tr
            key={task.id}
            aria-current={task.id === markedId ? "true" : undefined}
            className="hover:bg-raise aria-[current=true]:bg-flow/8"
          >
            <Cell wrap className="min-w-64 align-top">
              <span className="font-medium">{visibleText(task.title)}</span>
              {task.detail === "" ? null : (
                <p className="max-w-[80ch] whitespace-pre-wrap break-words text-dim text-sm">
                  {visibleText(task.detail, { lines: true })}
                </p>
              )}
            </Cell>
            <Cell wrap className="min-w-48 align-top">
              {task.about === null ? (
                <span className="text-faint">nothing in particular</span>
              ) : (
                <SubjectLine caseId={caseId} {...task.about} />
              )}
            </Cell>
            <Cell className="align-top">
              <StateOf {...{ caseId, task, act }} set={actions.setState} />
            </Cell>
            <Cell className="align-top">
              <OwnerOf {...{ caseId, task, owners, act }} assign={actions.assign} />
            </Cell>
            <Cell className="align-top">
              <TaskDue task={task} nowMs={nowMs} />
            </Cell>
            <Cell className="align-top text-dim">
              <span title={`By ${task.by}`}>
                <When at={Math.floor(Date.parse(task.createdAt) / 1000) * 1000} />
              </span>
            </Cell>
            <Cell className="text-right align-top">
              <May to="tasks.change">
                <Button aria-label={`Edit ${visibleText(task.title)}`} onClick={() => setEditedId(task.id)}>
                  Edit
                </Button>
              </May>
            </Cell>
          </tr>
        ))}
      </Table>
      {edited ? (
        <Dialog open onClose={close} title="Edit a task">
          <TaskForm key={edited.id} {...{ caseId, owners, actions }} task={edited} onDone={close} />
        </Dialog>
      ) : null}
    </>
  );
}

type Acting = Pick<ReturnType<typeof useCaseAction>, "run" | "busy">;

function StateOf({
  caseId,
  task,
  act,
  set,
}: {
  caseId: string;
  task: TaskRow;
  act: Acting;
  set: TaskActions["setState"];
}) {
  if (!useMay("tasks.change")) return TASK_STATES[task.state];
  return (
    <select
      aria-label={`State of ${visibleText(task.title)}`}
      value={task.state}
      disabled={act.busy}
      className={SELECT}
      onChange={({ target }) => {
        const state = TASK_STATE_IDS.find((one) => one === target.value);
        if (state) act.run(() => set({ caseId, taskId: task.id, state }));
      }}
    >
      {TASK_STATE_IDS.map((state) => (
        <option key={state} value={state}>
          {TASK_STATES[state]}
        </option>
      ))}
    </select>
  );
}

function OwnerOf({
  caseId,
  task,
  owners,
  act,
  assign,
}: {
  caseId: string;
  task: TaskRow;
  owners: readonly TaskOwner[];
  act: Acting;
  assign: TaskActions["assign"];
}) {
  const { owner } = task;
  if (!useMay("tasks.change")) return owner === null ? <span className="text-faint">nobody</span> : owner.name;
  const known = owners.find(({ email }) => email === owner?.email);
  return (
    <select
      aria-label={`Owner of ${visibleText(task.title)}`}
      value={known?.id ?? (owner === null ? "" : "gone")}
      disabled={act.busy}
      className={SELECT}
      onChange={({ target }) =>
        act.run(() => assign({ caseId, taskId: task.id, ownerId: target.value === "" ? null : target.value }))
      }
    >
      <option value="">Nobody</option>
      {owner === null || known ? null : (
        <option value="gone" disabled>
          {owner.name}, not on the case any more
        </option>
      )}
      {owners.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
