"use client";

import { type FormEvent, useState } from "react";
import type { BoardActions } from "@/components/board/board-actions";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { TextArea } from "@/components/ui/field";
import type { EditOutcome } from "@/lib/core/merge-text";
import { visibleText } from "@/lib/core/visible-text";
import type { HypothesisRow } from "@/lib/timeline/board/hypothesis.types";

const MOST = 2000;

interface Props {
  caseId: string;
  /** Null for one that is not written down yet. */
  hypothesis: HypothesisRow | null;
  actions: BoardActions;
  onDone: () => void;
}

/** The words of a hypothesis. What someone else wrote meanwhile is put together with these, or shown beside them. */
export function HypothesisForm({ caseId, hypothesis, actions, onDone }: Props) {
  // What the person began with, also when the page learns of another's words below them.
  const [base, setBase] = useState({ text: hypothesis?.statement ?? "", version: hypothesis?.version ?? 0 });
  const [text, setText] = useState(base.text);
  const [theirs, setTheirs] = useState<EditOutcome | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { run, busy, failure } = useCaseAction();
  const save = async () => {
    if (hypothesis === null) return actions.addHypothesis({ caseId, statement: text });
    const edit = { text, base: base.text, version: base.version };
    const result = await actions.editHypothesis({ caseId, hypothesisId: hypothesis.id, edit });
    if (result.ok && result.value.state === "conflict") {
      setTheirs(result.value);
      setBase({ text: result.value.text, version: result.value.version });
      return { ok: false, code: "conflict", message: "Someone else has changed the same words meanwhile." } as const;
    }
    return result;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setProblem(text.trim() === "" ? "Say what may have happened." : null);
    if (!busy && text.trim() !== "") run(save, onDone);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <TextArea
        label="What may have happened"
        hint="One claim that evidence can speak for or against"
        rows={4}
        maxLength={MOST}
        value={text}
        error={problem}
        onChange={({ target }) => setText(target.value)}
      />
      <FailureText text={failure} />
      {theirs === null ? null : (
        <div className="grid gap-1 rounded-md border border-line bg-raise px-2.5 py-2 text-sm">
          <p className="text-dim">It now says, by someone else; saving puts your words in its place:</p>
          <p className="whitespace-pre-wrap break-words">{visibleText(theirs.text, { lines: true })}</p>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {hypothesis === null ? "Add the hypothesis" : "Save"}
        </Button>
      </div>
    </form>
  );
}
