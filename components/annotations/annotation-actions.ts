import type { ActionResult } from "@/lib/core/action-result";
import type { Side } from "@/lib/core/hypothesis-state";
import type { MarkColour } from "@/lib/core/mark-colour";
import type { EditOutcome, TextEdit } from "@/lib/core/merge-text";
import type { Subject } from "@/lib/core/subject";

/** Something that can be marked: what it is, what it is called, and when it was (ISO 8601, null for what has no time). */
export interface Thing {
  subject: Subject;
  title: string;
  at: string | null;
}

type Does<Input, Value = unknown> = (input: { caseId: string } & Input) => Promise<ActionResult<Value>>;

/** What people do to things and comments, as the server takes it. */
export interface AnnotationActions {
  pin: Does<Thing>;
  unpin: Does<{ subject: Subject }>;
  note: Does<{ pinId: string; edit: TextEdit }, EditOutcome>;
  tag: Does<Thing & { tag: string }>;
  untag: Does<{ subject: Subject; tag: string }>;
  colour: Does<Thing & { colour: MarkColour | null }>;
  comment: Does<Thing & { body: string; parentId: string | null }>;
  edit: Does<{ commentId: string; edit: TextEdit }, EditOutcome>;
  remove: Does<{ commentId: string }>;
  addTask: Does<{ title: string; detail: string; ownerId: string | null; about: Thing }>;
  cite: Does<{ hypothesisId: string; cited: Thing; side: Side; note: string }>;
  resolve: Does<{ threadId: string; resolved: boolean }>;
}
