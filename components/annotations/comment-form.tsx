"use client";

import { useEffect, useRef, useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { useAnnotations } from "@/components/annotations/marks";
import { MentionArea } from "@/components/annotations/mention-area";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import type { Notes } from "@/lib/timeline/annotations/marks.types";

/** Where a comment, or a reply, is written. */
export function CommentForm({
  thing,
  people,
  parentId,
  onDone,
  focus = false,
}: {
  thing: Thing;
  people: Notes["people"];
  parentId: string | null;
  /** Of a reply: it is written, or left. */
  onDone?: () => void;
  focus?: boolean;
}) {
  const { caseId, actions } = useAnnotations();
  const { run, busy, failure } = useCaseAction();
  const [body, setBody] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!focus) return;
    // After a dialog around it has given the focus to its own first field.
    const frame = requestAnimationFrame(() => area.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [focus]);
  const send = () => {
    if (busy || body.trim() === "") return;
    run(
      () => actions.comment({ caseId, ...thing, body, parentId }),
      () => {
        setBody("");
        onDone?.();
      },
    );
  };
  const what = parentId === null ? "Comment" : "Reply";
  return (
    <div className="grid gap-1.5">
      <MentionArea
        ref={area}
        label={`${what}: Markdown, @ names someone`}
        value={body}
        people={people}
        onChange={setBody}
        onSend={send}
      />
      {failure === null ? null : (
        <p role="alert" className="text-flag text-sm">
          {failure}
        </p>
      )}
      <div className="flex gap-1.5">
        <Button tone="primary" busy={busy} disabled={body.trim() === ""} onClick={send} title={`${what}: Ctrl Enter`}>
          {busy ? "Sending…" : what}
        </Button>
        {onDone ? <Button onClick={onDone}>Cancel</Button> : null}
      </div>
    </div>
  );
}
