import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";
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

/** The columns of a due time. */
export function dueColumns(due: TaskDue | null): { dueAt: Date | null; dueZone: string | null } {
  return { dueAt: due && new Date(due.at), dueZone: due?.zone ?? null };
}

/** A due time as the trail has it. */
export function dueWords({ dueAt, dueZone }: { dueAt: Date | null; dueZone: string | null }): string | null {
  return dueAt === null ? null : `${dueAt.toISOString()} (given in ${dueZone ?? "UTC"})`;
}
