"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { useAnnotations } from "@/components/annotations/marks";
import { useCaseAction } from "@/components/case/use-case-action";
import { askServer } from "@/components/shell/ask-server";
import { useAsked } from "@/components/timeline/use-event-detail";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { SelectField, TextArea } from "@/components/ui/field";
import { FormEnd } from "@/components/ui/form-end";
import { SIDES, type Side } from "@/lib/core/hypothesis-state";
import { visibleText } from "@/lib/core/visible-text";
import type { HypothesisRow } from "@/lib/timeline/board/hypothesis.types";

const SIDE_OPTIONS = [
  { value: "for", words: "It speaks for it" },
  { value: "against", words: "It speaks against it" },
];

/** Which hypothesis a thing speaks for or against, and why. */
export function CiteForm({ thing, onDone }: { thing: Thing; onDone: () => void }) {
  const { caseId, actions } = useAnnotations();
  const [chosen, setChosen] = useState("");
  const [side, setSide] = useState<Side>("for");
  const [note, setNote] = useState("");
  const { run, busy, failure } = useCaseAction();
  const path = `/api/cases/${encodeURIComponent(caseId)}/hypotheses`;
  const { answer, failed } = useAsked<HypothesisRow[]>((signal) => askServer(path, signal), path);
  if (answer === null)
    return failed === null ? <p role="status">Reading the hypotheses…</p> : <FailureText text={failed} />;
  if (answer.length === 0)
    return (
      <div className="grid gap-3">
        <p className="text-dim">
          No hypothesis is written down in this case.{" "}
          <Link href={`/cases/${caseId}/board`} className="text-flow underline">
            Write one on the board
          </Link>
          , then cite this for it or against it.
        </p>
        <div className="flex justify-end">
          <Button onClick={onDone}>Close</Button>
        </div>
      </div>
    );
  const hypothesisId = chosen === "" ? (answer[0]?.id ?? "") : chosen;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) run(() => actions.cite({ caseId, hypothesisId, cited: thing, side, note }), onDone);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <p className="text-dim [overflow-wrap:anywhere]">{visibleText(thing.title)}</p>
      <SelectField
        label="Hypothesis"
        value={hypothesisId}
        className="max-w-full"
        options={answer.map(({ id, statement }) => ({ value: id, words: visibleText(statement.slice(0, 120)) }))}
        onChange={({ target }) => setChosen(target.value)}
      />
      <SelectField
        label="Which way"
        value={side}
        options={SIDE_OPTIONS}
        onChange={({ target }) => setSide(SIDES.find((one) => one === target.value) ?? "for")}
      />
      <TextArea
        label="Why (optional)"
        rows={3}
        maxLength={2000}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      <FormEnd failure={failure} busy={busy} save="Cite it" onCancel={onDone} />
    </form>
  );
}
