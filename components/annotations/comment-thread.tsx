"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { CommentForm } from "@/components/annotations/comment-form";
import { EditedText } from "@/components/annotations/edited-text";
import { useAnnotations } from "@/components/annotations/marks";
import { MentionArea } from "@/components/annotations/mention-area";
import { May, useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { CommentRow, Notes, Thread } from "@/lib/timeline/annotations/marks.types";

// Who reads no comment does not need the reader of Markdown.
const CommentText = dynamic(() => import("@/components/annotations/comment-text"), {
  loading: () => <p className="text-faint">…</p>,
});

type People = Notes["people"];

/** A thread: its first comment, the replies below it, and what can be said next. */
export function CommentThread({ thing, thread, people }: { thing: Thing; thread: Thread; people: People }) {
  const { caseId, actions } = useAnnotations();
  const { run, busy, failure } = useCaseAction();
  const [replying, setReplying] = useState(false);
  const isResolved = thread.resolvedMs !== null;
  const settle = () => run(() => actions.resolve({ caseId, threadId: thread.id, resolved: !isResolved }));
  const first = <CommentItem comment={thread} people={people} />;
  return (
    <li className={`grid gap-2 rounded-md border border-line p-2.5 ${isResolved ? "bg-raise" : "bg-panel"}`}>
      {isResolved ? (
        <div className="flex flex-wrap items-center gap-1.5">
          <Chip tone="ok">settled</Chip>
          <span className="text-dim text-sm">by {visibleText(thread.resolvedBy ?? "")}</span>
        </div>
      ) : null}
      {first}
      {thread.replies.length > 0 ? (
        <ul aria-label="Replies" className="grid gap-2 border-line border-l-2 pl-2.5">
          {thread.replies.map((reply) => (
            <li key={reply.id}>
              <CommentItem comment={reply} people={people} />
            </li>
          ))}
        </ul>
      ) : null}
      {replying ? (
        <CommentForm thing={thing} people={people} parentId={thread.id} onDone={() => setReplying(false)} focus />
      ) : (
        <div className="flex flex-wrap gap-1.5">
          <May to="comments.write">
            <Button onClick={() => setReplying(true)}>Reply</Button>
          </May>
          <May to="comments.resolve">
            <Button tone="quiet" busy={busy} onClick={settle}>
              {isResolved ? "Open again" : "Settle"}
            </Button>
          </May>
        </div>
      )}
      {failure === null ? null : (
        <p role="alert" className="text-flag text-sm">
          {failure}
        </p>
      )}
    </li>
  );
}

function CommentItem({ comment, people }: { comment: CommentRow; people: People }) {
  const { caseId, personId, actions } = useAnnotations();
  const { run, busy, failure } = useCaseAction();
  const mayModerate = useMay("comments.moderate");
  const mayWrite = useMay("comments.write");
  const [editing, setEditing] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const { id, body, version, author, authorId, atMs, editedMs, editedBy, deletedBy } = comment;
  if (deletedBy !== null)
    return (
      <p className="text-faint italic">
        A comment of {visibleText(author)}, taken back by {visibleText(deletedBy)}
      </p>
    );
  const mayChange = mayWrite && (authorId === personId || mayModerate);
  return (
    <article id={`comment-${id}`} aria-label={`Comment by ${visibleText(author)}`} className="grid scroll-mt-28 gap-1">
      <p className="flex flex-wrap items-baseline gap-x-2 text-dim text-sm">
        <span className="font-medium text-text [overflow-wrap:anywhere]">{visibleText(author)}</span>
        <When at={Math.floor(atMs / 1000) * 1000} />
        {editedMs === null ? null : <span title={visibleText(editedBy ?? "")}>changed</span>}
        {mayChange && !editing ? (
          <span className="ml-auto flex gap-1.5">
            <button type="button" className="hover:text-text hover:underline" onClick={() => setEditing(true)}>
              Edit
            </button>
            <button
              type="button"
              disabled={busy}
              className="hover:text-text hover:underline"
              onClick={() => run(() => actions.remove({ caseId, commentId: id }))}
            >
              Take back
            </button>
          </span>
        ) : null}
      </p>
      {editing ? (
        <EditedText
          label="Comment"
          kept={{ text: body, version }}
          save={(edit) => actions.edit({ caseId, commentId: id, edit })}
          onKept={({ state }) => {
            setEditing(false);
            setTold(state === "merged" ? "Kept together with what someone else changed meanwhile." : null);
          }}
          onLeave={() => setEditing(false)}
          field={(props) => <MentionArea {...props} people={people} rows={4} />}
        />
      ) : (
        <CommentText text={body} people={people} />
      )}
      {told === null ? null : (
        <p role="status" className="text-ok text-sm">
          {told}
        </p>
      )}
      {failure === null ? null : (
        <p role="alert" className="text-flag text-sm">
          {failure}
        </p>
      )}
    </article>
  );
}
