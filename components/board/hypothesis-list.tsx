"use client";

import { useState } from "react";
import type { BoardActions } from "@/components/board/board-actions";
import { HypothesisForm } from "@/components/board/hypothesis-form";
import { HypothesisItem } from "@/components/board/hypothesis-item";
import { May } from "@/components/case/rights";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import type { HypothesisRow } from "@/lib/timeline/board/hypothesis.types";
import type { StateGiven } from "@/lib/timeline/board/read-hypothesis-states";

/** What may have happened, each with what speaks for it and against it. */
export function HypothesisList({
  caseId,
  hypotheses,
  states,
  actions,
}: {
  caseId: string;
  hypotheses: readonly HypothesisRow[];
  /** That each was given, by its id. */
  states: ReadonlyMap<string, readonly StateGiven[]>;
  /** Null where the board is shown as it was. */
  actions: BoardActions | null;
}) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Card title="Hypotheses" note="what may have happened, and what speaks for it and against it">
      {hypotheses.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">
          {actions === null ? "None had been written down." : "None is written down yet."}
        </p>
      ) : (
        <ul aria-label="Hypotheses" className="divide-y divide-soft">
          {hypotheses.map((hypothesis) => (
            <HypothesisItem
              key={hypothesis.id}
              {...{ caseId, hypothesis, actions }}
              states={states.get(hypothesis.id) ?? []}
            />
          ))}
        </ul>
      )}
      {actions === null ? null : (
        <May to="board.change">
          <p className="border-line border-t px-3.5 py-2">
            <Button onClick={() => setOpen(true)}>Add a hypothesis</Button>
          </p>
          <Dialog open={open} onClose={close} title="Add a hypothesis">
            <HypothesisForm {...{ caseId, actions }} onDone={close} />
          </Dialog>
        </May>
      )}
    </Card>
  );
}
