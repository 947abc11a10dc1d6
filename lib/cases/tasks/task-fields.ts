import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";
import { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";
import { isTimeZone } from "@/lib/core/time-zone";

/** What is to be done: one line that says something. */
export const TaskTitle = PersonText.transform((text) => text.replace(/\s+/g, " ").trim()).pipe(
  PersonText.min(1, "Say what is to be done.").max(300, "A task's line has at most 300 characters."),
);

export const TaskDetail = PersonText.max(10_000, "Keep the detail under 10,000 characters.");

/** When it is due, and in which zone people agreed on that. */
export const TaskDue = z.object({
  at: z.iso.datetime({ message: "That is not a time." }),
  zone: PersonText.max(64).refine(isTimeZone, "There is no such time zone."),
});
export type TaskDue = z.infer<typeof TaskDue>;

/** What a task is about: what it is, and what it was called and when it was as the person saw it. */
export const TaskSubject = z.object({
  subject: Subject,
  title: PersonText.trim().min(1).max(500),
  at: z.iso.datetime().nullable(),
});
export type TaskSubject = z.output<typeof TaskSubject>;

/** The columns of what a task is about. */
export function subjectColumns({ subject, title, at }: TaskSubject) {
  return {
    subjectKey: subjectKey(subject),
    subject,
    subjectTitle: title,
    subjectAt: at === null ? null : new Date(at),
  };
}

/** The columns of a due time. */
export function dueColumns(due: TaskDue | null): { dueAt: Date | null; dueZone: string | null } {
  return { dueAt: due && new Date(due.at), dueZone: due?.zone ?? null };
}

/** A due time as the trail has it. */
export function dueWords({ dueAt, dueZone }: { dueAt: Date | null; dueZone: string | null }): string | null {
  return dueAt === null ? null : `${dueAt.toISOString()} (given in ${dueZone ?? "UTC"})`;
}
