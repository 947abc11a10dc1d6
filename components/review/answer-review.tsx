"use client";

import { useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { DifferenceRows, type ShownDifference } from "@/components/review/difference-rows";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

interface Props {
  caseId: string;
  reviewId: number;
  since: number | null;
  differences: { seen: string; areas: { area: string; total: number; rows: ShownDifference[] }[] };
  /** Who asks changed the case since it was last frozen. */
  ownWork: boolean;
  approve: (input: {
    caseId: string;
    reviewId: number;
    answer: string;
    seen: string;
  }) => Promise<ActionResult<unknown>>;
  sendBack: (input: {
    caseId: string;
    reviewId: number;
    answer: string;
    reasons: { key: string; title: string; reason: string }[];
  }) => Promise<ActionResult<unknown>>;
}

/** What changed since the last version, for someone who was asked to review it, and their answer. */
export function AnswerReview({ caseId, reviewId, since, differences, ownWork, approve, sendBack }: Props) {
  const [reasons, setReasons] = useState<Record<string, { title: string; reason: string }>>({});
  const [answer, setAnswer] = useState("");
  const { run, busy, failure } = useCaseAction();
  const give = ({ key, area, subject }: ShownDifference, reason: string | null) =>
    setReasons(({ [key]: _old, ...rest }) =>
      reason === null ? rest : { ...rest, [key]: { title: `${area}: ${subject}`, reason } },
    );
  const given = Object.entries(reasons).flatMap(([key, { title, reason }]) =>
    reason.trim() === "" ? [] : [{ key, title, reason }],
  );
  const texts = Object.fromEntries(Object.entries(reasons).map(([key, { reason }]) => [key, reason]));
  return (
    <Card
      title={since === null ? "What the case says" : `What changed since version ${since}`}
      note={since === null ? "Nothing was frozen before: all of it is new" : "Numbers are exact"}
    >
      {differences.areas.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">Nothing of what the case says has changed.</p>
      ) : (
        <DifferenceRows areas={differences.areas} reasons={texts} give={give} />
      )}
      <div className="grid gap-3 border-line border-t px-3.5 py-3">
        <TextArea
          label="Your answer"
          hint="Stands in the trail, and of an approval in the frozen version."
          rows={3}
          maxLength={4000}
          value={answer}
          onChange={({ target }) => setAnswer(target.value)}
        />
        {ownWork ? (
          <p className="text-warn">
            You changed this case since it was last frozen: someone else has to approve it. You can send it back.
          </p>
        ) : null}
        <FailureText text={failure} />
        <div className="flex flex-wrap gap-2">
          {ownWork ? null : (
            <Button
              tone="primary"
              busy={busy}
              disabled={given.length > 0}
              onClick={() => run(() => approve({ caseId, reviewId, answer, seen: differences.seen }))}
            >
              Approve and freeze
            </Button>
          )}
          <Button
            busy={busy}
            disabled={given.length === 0 && answer.trim() === ""}
            onClick={() => run(() => sendBack({ caseId, reviewId, answer, reasons: given }))}
          >
            Send back
          </Button>
        </div>
      </div>
    </Card>
  );
}
