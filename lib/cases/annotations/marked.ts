import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";
import { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";

const MOST_TITLE = 500;

/** What is marked: what it is, and what it was called and when it was as the person saw it. */
export const Marked = z.object({
  caseId: z.uuid(),
  subject: Subject,
  title: PersonText.trim().min(1).max(MOST_TITLE),
  at: z.iso.datetime().nullable(),
});
export type Marked = z.output<typeof Marked>;

/** The columns that every table of marks has. */
export function columnsOf({ caseId, subject, title, at }: Marked) {
  return { caseId, subjectKey: subjectKey(subject), subject, title, at: at === null ? null : new Date(at) };
}

/** As an audit entry names it. */
export const shortTitle = (title: string) => title.slice(0, 200);
