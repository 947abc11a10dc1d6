"use client";

import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";

interface Props {
  caseId: string;
  review: { id: number; note: string; askedBy: string; askedMs: number; reviewers: { id: string; name: string }[] };
  withdraw: (input: { caseId: string; reviewId: number }) => Promise<ActionResult<unknown>>;
}

/** A review that waits for an answer. */
export function OpenReview({ caseId, review: { id, note, askedBy, askedMs, reviewers }, withdraw }: Props) {
  const { run, busy, failure } = useCaseAction();
  return (
    <Card title="A review is under way">
      <div className="grid gap-2 px-3.5 py-3">
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-dim">
            {visibleText(askedBy)} asked, <When at={askedMs} />:
          </span>
          {reviewers.map((reviewer) => (
            <Chip key={reviewer.id}>{reviewer.name}</Chip>
          ))}
          <span className="grow" />
          <May to="review.ask">
            <Button tone="quiet" busy={busy} onClick={() => run(() => withdraw({ caseId, reviewId: id }))}>
              Withdraw
            </Button>
          </May>
        </div>
        {note === "" ? null : (
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{visibleText(note, { lines: true })}</p>
        )}
        <FailureText text={failure} />
      </div>
    </Card>
  );
}
