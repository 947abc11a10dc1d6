import { z } from "zod";
import { endpoint } from "@/lib/api/endpoint";
import { addComment, NewComment } from "@/lib/cases/annotations/add-comment";
import { PinnedSubject, pinSubject } from "@/lib/cases/annotations/pin-subject";
import { TaggedSubject, tagSubject } from "@/lib/cases/annotations/tag-subject";
import { addHypothesis, NewHypothesis } from "@/lib/cases/hypotheses/add-hypothesis";
import { cite, NewCitation } from "@/lib/cases/hypotheses/cite";
import { StatedHypothesis, setHypothesisState } from "@/lib/cases/hypotheses/set-hypothesis-state";
import { addManualEvent, NewManualEvent } from "@/lib/cases/manual-events/add-manual-event";
import { addTask, NewTask } from "@/lib/cases/tasks/add-task";
import { StatedTask, setTaskState } from "@/lib/cases/tasks/set-task-state";
import { AppError } from "@/lib/core/app-error";
import { subjectKey } from "@/lib/core/subject-key";
import { prisma } from "@/lib/db/client";

const inCase = { caseId: true } as const;
const Made = z.object({ id: z.uuid() });
const Marked = z.object({ subjectKey: z.string() });
const Done = z.object({ ok: z.literal(true) });
const writes = { method: "post", query: null, status: 201 } as const;

export const pinByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/pins", right: "marks.change", answer: Marked },
  summary: "Pins something, behind all that is pinned; pinning it again changes nothing",
  body: PinnedSubject.omit(inCase),
  async run({ person, caseId, body }) {
    await pinSubject({ caseId, ...body }, person);
    return { subjectKey: subjectKey(body.subject) };
  },
});

export const tagByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/tags", right: "marks.change", answer: Marked },
  summary: "Tags something; tagging it again changes nothing",
  body: TaggedSubject.omit(inCase),
  async run({ person, caseId, body }) {
    await tagSubject({ caseId, ...body }, person);
    return { subjectKey: subjectKey(body.subject) };
  },
});

export const commentByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/comments", right: "comments.write", answer: Made },
  summary: "Comments on something, or replies in a thread; those who are named are told",
  body: NewComment.omit(inCase).extend({ parentId: NewComment.shape.parentId.default(null) }),
  run: ({ person, caseId, body }) => addComment({ caseId, ...body }, person),
});

export const addHypothesisByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/hypotheses", right: "board.change", answer: Made },
  summary: "Writes down what may have happened",
  body: NewHypothesis.omit(inCase),
  run: ({ person, caseId, body }) => addHypothesis({ caseId, ...body }, person),
});

export const citeByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/citations", right: "board.change", answer: Done },
  summary: "Cites something for a hypothesis or against it; what is cited already changes its side and note",
  body: NewCitation.omit(inCase),
  async run({ person, caseId, body }) {
    await cite({ caseId, ...body }, person);
    return { ok: true };
  },
});

export const setHypothesisStateByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/hypotheses/state", right: "board.change", answer: Done },
  summary: "Says how a hypothesis stands, and why",
  body: StatedHypothesis.omit(inCase),
  async run({ person, caseId, body }) {
    await setHypothesisState({ caseId, ...body }, person);
    return { ok: true };
  },
});

export const addManualEventByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/manual-events", right: "board.change", answer: Made },
  summary: "Enters what no log tells, with when it happened and when people came to know of it",
  body: NewManualEvent.omit(inCase),
  run: ({ person, caseId, body }) => addManualEvent({ caseId, ...body }, person),
});

export const addTaskByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/tasks", right: "tasks.change", answer: Made },
  summary: "Writes down what is to be done; its owner is told",
  body: NewTask.omit({ caseId: true, ownerId: true }).extend({
    owner: z.email().nullable().default(null).meta({ description: "The address of someone on the case." }),
  }),
  async run({ person, caseId, body: { owner, ...task } }) {
    return addTask({ caseId, ...task, ownerId: owner === null ? null : await memberOf(caseId, owner) }, person);
  },
});

export const setTaskStateByApi = endpoint({
  ...{ ...writes, path: "/cases/{caseId}/tasks/state", right: "tasks.change", answer: Done },
  summary: "Says how far a task is",
  body: StatedTask.omit(inCase),
  async run({ person, caseId, body }) {
    await setTaskState({ caseId, ...body }, person);
    return { ok: true };
  },
});

async function memberOf(caseId: string, email: string): Promise<string> {
  const found = await prisma().caseMember.findFirst({
    where: { caseId, user: { email: { equals: email, mode: "insensitive" } } },
    select: { userId: true },
  });
  if (!found) throw new AppError("invalid", "A task can be given to someone on the case alone.");
  return found.userId;
}
