"use client";

import { useState } from "react";
import type { BoardActions } from "@/components/board/board-actions";
import { CitationList } from "@/components/board/citation-list";
import { HypothesisEditor } from "@/components/board/hypothesis-form";
import { HypothesisStateForm } from "@/components/board/hypothesis-state-form";
import { StateHistory } from "@/components/board/state-history";
import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Dialog } from "@/components/ui/dialog";
import { FailureText } from "@/components/ui/failure-text";
import { When } from "@/components/ui/when";
import { HYPOTHESIS_STATES } from "@/lib/core/hypothesis-state";
import { visibleText } from "@/lib/core/visible-text";
import type { HypothesisRow } from "@/lib/timeline/board/hypothesis.types";
import type { StateGiven } from "@/lib/timeline/board/read-hypothesis-states";

interface Props {
  caseId: string;
  hypothesis: HypothesisRow;
  /** That it was given, the first one first. */
  states: readonly StateGiven[];
  actions: BoardActions | null;
}

/** One hypothesis: how it stands and by whose word, and what is cited on either side. */
export function HypothesisItem({ caseId, hypothesis, states, actions }: Props) {
  const [open, setOpen] = useState<"words" | "state" | null>(null);
  const { run, busy, failure } = useCaseAction();
  const { id: hypothesisId, statement, state, stateWhy, stateBy, stateAt, citations } = hypothesis;
  const close = () => setOpen(null);
  const name = visibleText(statement.slice(0, 80));
  const side = (which: "for" | "against") => citations.filter((one) => one.side === which);
  return (
    <li className="grid gap-2 px-3.5 py-3">
      <div className="flex flex-wrap items-start gap-x-2.5 gap-y-1.5">
        <p className="min-w-60 flex-1 whitespace-pre-wrap break-words font-medium">
          {visibleText(statement, { lines: true })}
        </p>
        {actions === null ? null : (
          <May to="board.change">
            <Button aria-label={`Set state of ${name}`} onClick={() => setOpen("state")}>
              Set state
            </Button>
            <Button aria-label={`Edit ${name}`} onClick={() => setOpen("words")}>
              Edit
            </Button>
            <Button
              tone="quiet"
              busy={busy}
              aria-label={`Remove ${name}`}
              onClick={() => run(() => actions.removeHypothesis({ caseId, hypothesisId }))}
            >
              Remove
            </Button>
          </May>
        )}
      </div>
      <FailureText text={failure} />
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-dim text-sm">
        <Chip>{HYPOTHESIS_STATES[state].name}</Chip>
        <span>
          {HYPOTHESIS_STATES[state].means}; {visibleText(stateBy)}, <When at={wholeSecond(stateAt)} />
        </span>
        {stateWhy === "" ? null : <span className="break-words">“{visibleText(stateWhy)}”</span>}
      </p>
      <StateHistory states={states} of={name} />
      <div className="grid gap-x-5 gap-y-2 md:grid-cols-2">
        <CitationList {...{ caseId, hypothesis, actions }} side="for" citations={side("for")} />
        <CitationList {...{ caseId, hypothesis, actions }} side="against" citations={side("against")} />
      </div>
      {actions === null ? null : (
        <>
          <Dialog open={open === "words"} onClose={close} title="Edit a hypothesis">
            <HypothesisEditor {...{ caseId, hypothesis, actions }} onDone={close} />
          </Dialog>
          <Dialog open={open === "state"} onClose={close} title="How it stands">
            <HypothesisStateForm {...{ caseId, hypothesis, actions }} onDone={close} />
          </Dialog>
        </>
      )}
    </li>
  );
}

function wholeSecond(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000) * 1000;
}
