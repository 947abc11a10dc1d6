"use client";

import { useState } from "react";
import { May } from "@/components/case/rights";
import type { TaskActions, TaskOwner } from "@/components/tasks/task-actions";
import { TaskForm } from "@/components/tasks/task-form";
import { TaskPlan } from "@/components/tasks/task-plan";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

interface Props {
  caseId: string;
  owners: readonly TaskOwner[];
  actions: TaskActions;
  /** What the case has already, by their lines. */
  titles: readonly string[];
}

/** The ways to new tasks: one by one, or those of a plan. */
export function AddTask({ caseId, owners, actions, titles }: Props) {
  const [open, setOpen] = useState<"task" | "plan" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <May to="tasks.change">
        <Button tone="primary" onClick={() => setOpen("task")}>
          Add a task
        </Button>
      </May>
      <May to="tasks.plan">
        <Button onClick={() => setOpen("plan")}>Add the plan for a compromised instance</Button>
      </May>
      <Dialog open={open === "task"} onClose={close} title="Add a task">
        <TaskForm {...{ caseId, owners, actions }} task={null} onDone={close} />
      </Dialog>
      <Dialog open={open === "plan"} onClose={close} title="Plan for a compromised instance" wide>
        <TaskPlan {...{ caseId, titles }} add={actions.addPlan} onDone={close} />
      </Dialog>
    </>
  );
}
