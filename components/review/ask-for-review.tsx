"use client";

import Link from "next/link";
import type { FormEvent } from "react";
import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { ReasonList } from "@/components/review/reason-list";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

interface Props {
  caseId: string;
  able: readonly { id: string; name: string; role: string }[];
  /** The last answer, where it was that something is to be mended. */
  sentBack: {
    answer: string;
    answeredBy: string | null;
    reasons: { key: string; title: string; reason: string }[];
  } | null;
  closed: boolean;
  /** The last version; null: none yet. */
  frozen: number | null;
  ask: (input: { caseId: string; reviewers: string[]; note: string }) => Promise<ActionResult<unknown>>;
}

/** Says that no review waits, what the last one wants mended, and lets a lead ask for the next. */
export function AskForReview({ caseId, able, sentBack, closed, frozen, ask }: Props) {
  const { run, busy, failure } = useCaseAction();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    run(() =>
      ask({ caseId, reviewers: values.getAll("reviewer").map(String), note: String(values.get("note") ?? "") }),
    );
  };
  return (
    <Card
      title={sentBack === null ? "No review is under way" : "Sent back"}
      note={frozen === null ? "Nothing is frozen yet" : `Version ${frozen} is the last that was approved`}
    >
      {sentBack === null ? null : (
        <div className="border-line border-b px-3.5 py-3">
          <ReasonList answer={sentBack.answer} by={sentBack.answeredBy} reasons={sentBack.reasons} />
        </div>
      )}
      <div className="px-3.5 py-3">
        {closed ? (
          <p className="text-dim">Reopen the case to have it reviewed.</p>
        ) : (
          <May to="review.ask">
            <form onSubmit={submit} className="grid max-w-2xl gap-3">
              <fieldset className="grid gap-1">
                <legend className="font-medium">Ask</legend>
                {able.map(({ id, name, role }) => (
                  <label key={id} className="flex min-h-6 items-center gap-2">
                    <input type="checkbox" name="reviewer" value={id} className="size-4" />
                    {name} <span className="text-faint text-sm">{role}</span>
                  </label>
                ))}
                <p className="text-faint text-sm">
                  Leads and reviewers of the case can be asked:{" "}
                  <Link href={`/cases/${caseId}/people`} className="text-flow underline">
                    People
                  </Link>
                  . Nobody approves work of their own while others are on the case.
                </p>
              </fieldset>
              <TextArea label="Note" hint="What to look at." name="note" rows={3} maxLength={4000} />
              <FailureText text={failure} />
              <div>
                <Button type="submit" tone="primary" busy={busy}>
                  Ask for review
                </Button>
              </div>
            </form>
          </May>
        )}
        {closed ? null : (
          <p className="mt-2 text-faint text-sm">
            Work goes on while a review waits; what is approved is what the reviewer saw.
          </p>
        )}
      </div>
    </Card>
  );
}
