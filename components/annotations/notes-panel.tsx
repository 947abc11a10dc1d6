"use client";

import type { Thing } from "@/components/annotations/annotation-actions";
import { CommentForm } from "@/components/annotations/comment-form";
import { CommentThread } from "@/components/annotations/comment-thread";
import { MarkBar } from "@/components/annotations/mark-bar";
import { PinNote } from "@/components/annotations/pin-note";
import { TagList } from "@/components/annotations/tag-list";
import { TaskButton } from "@/components/annotations/task-button";
import { TasksOf } from "@/components/annotations/tasks-of";
import { useNotes } from "@/components/annotations/use-notes";
import { CiteButton } from "@/components/board/cite-button";
import { May } from "@/components/case/rights";
import { subjectKey } from "@/lib/core/subject-key";

/** All that people say of one thing: pin with its note, colour, tags, and the comments on it. */
export function NotesPanel({ thing, focus = false }: { thing: Thing; focus?: boolean }) {
  const { answer, failed } = useNotes(subjectKey(thing.subject));
  const people = answer?.people ?? [];
  return (
    <div className="grid gap-2.5">
      <div className="flex flex-wrap items-start gap-2">
        <MarkBar thing={thing} />
        <CiteButton thing={thing} />
        <TaskButton thing={thing} people={people} />
      </div>
      {answer?.pin ? <PinNote key={answer.pin.id} pin={answer.pin} /> : null}
      <TagList thing={thing} known={answer?.tags ?? []} />
      {failed === null ? null : (
        <p role="alert" className="text-warn">
          {failed}
        </p>
      )}
      {answer && answer.tasks.length > 0 ? <TasksOf tasks={answer.tasks} /> : null}
      {answer && answer.threads.length > 0 ? (
        <ul aria-label="Comments" className="grid gap-2">
          {answer.threads.map((thread) => (
            <CommentThread key={thread.id} thing={thing} thread={thread} people={people} />
          ))}
        </ul>
      ) : null}
      <May to="comments.write">
        <CommentForm thing={thing} people={people} parentId={null} focus={focus} />
      </May>
    </div>
  );
}
