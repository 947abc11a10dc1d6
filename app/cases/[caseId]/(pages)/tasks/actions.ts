"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { addTask, NewTask } from "@/lib/cases/tasks/add-task";
import { AddedPlan, addTaskPlan } from "@/lib/cases/tasks/add-task-plan";
import { AssignedTask, assignTask } from "@/lib/cases/tasks/assign-task";
import { EditedTask, editTask } from "@/lib/cases/tasks/edit-task";
import { RemovedTask, removeTask } from "@/lib/cases/tasks/remove-task";
import { StatedTask, setTaskState } from "@/lib/cases/tasks/set-task-state";

export const addTaskAction = guardedAction(NewTask, addTask);

export const addTaskPlanAction = guardedAction(AddedPlan, addTaskPlan);

export const editTaskAction = guardedAction(EditedTask, editTask);

export const assignTaskAction = guardedAction(AssignedTask, assignTask);

export const setTaskStateAction = guardedAction(StatedTask, setTaskState);

export const removeTaskAction = guardedAction(RemovedTask, removeTask);
