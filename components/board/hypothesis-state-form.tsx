"use client";

import { type FormEvent, useState } from "react";
import type { BoardActions } from "@/components/board/board-actions";
import { useCaseAction } from "@/components/case/use-case-action";
import { SelectField, TextArea } from "@/components/ui/field";
import { FormEnd } from "@/components/ui/form-end";
import { HYPOTHESIS_STATE_IDS, HYPOTHESIS_STATES } from "@/lib/core/hypothesis-state";
import type { HypothesisRow } from "@/lib/timeline/board/hypothesis.types";

const OPTIONS = HYPOTHESIS_STATE_IDS.map((value) => ({
  value,
  words: `${HYPOTHESIS_STATES[value].name}: ${HYPOTHESIS_STATES[value].means}`,
}));

interface Props {
  caseId: string;
  hypothesis: HypothesisRow;
  actions: BoardActions;
  onDone: () => void;
}

/** How a hypothesis stands, and why. */
export function HypothesisStateForm({ caseId, hypothesis, actions, onDone }: Props) {
  const [state, setState] = useState(hypothesis.state);
  const [why, setWhy] = useState(hypothesis.stateWhy);
  const { run, busy, failure } = useCaseAction();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) run(() => actions.setHypothesisState({ caseId, hypothesisId: hypothesis.id, state, why }), onDone);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <SelectField
        label="State"
        value={state}
        options={OPTIONS}
        onChange={({ target }) => setState(HYPOTHESIS_STATE_IDS.find((one) => one === target.value) ?? "open")}
      />
      <TextArea
        label="Why (optional)"
        rows={3}
        maxLength={1000}
        value={why}
        onChange={({ target }) => setWhy(target.value)}
      />
      <FormEnd failure={failure} busy={busy} save="Set the state" onCancel={onDone} />
    </form>
  );
}
