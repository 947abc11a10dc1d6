"use client";

import { type FormEvent, useState } from "react";
import { EditedText } from "@/components/annotations/edited-text";
import type { BoardActions } from "@/components/board/board-actions";
import { useCaseAction } from "@/components/case/use-case-action";
import { TextArea } from "@/components/ui/field";
import { FormEnd } from "@/components/ui/form-end";
import type { HypothesisRow } from "@/lib/timeline/board/hypothesis.types";

const LABEL = "What may have happened";

interface Props {
  caseId: string;
  actions: BoardActions;
  onDone: () => void;
}

/** The words of a new hypothesis. */
export function HypothesisForm({ caseId, actions, onDone }: Props) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const { run, busy, failure } = useCaseAction();
  const isEmpty = text.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!busy && !isEmpty) run(() => actions.addHypothesis({ caseId, statement: text }), onDone);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <TextArea
        label={LABEL}
        hint="One claim that evidence can speak for or against"
        rows={4}
        maxLength={2000}
        value={text}
        error={tried && isEmpty ? "Say what may have happened." : null}
        onChange={({ target }) => setText(target.value)}
      />
      <FormEnd failure={failure} busy={busy} save="Add the hypothesis" onCancel={onDone} />
    </form>
  );
}

/** The words of a hypothesis that is there, which others may change at the same time. */
export function HypothesisEditor({ caseId, hypothesis, actions, onDone }: Props & { hypothesis: HypothesisRow }) {
  const { id: hypothesisId, statement, version } = hypothesis;
  return (
    <EditedText
      label={LABEL}
      kept={{ text: statement, version }}
      save={(edit) => actions.editHypothesis({ caseId, hypothesisId, edit })}
      onKept={onDone}
      onLeave={onDone}
    />
  );
}
