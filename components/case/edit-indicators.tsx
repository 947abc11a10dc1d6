"use client";

import { type FormEvent, useState } from "react";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { IndicatorsField } from "@/components/case/indicators-field";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { readIndicators } from "@/lib/core/read-indicators";

/** What is flagged in a case, each with a way to take the flag back, and a field for more. */
export function EditIndicators({ shown, actions }: { shown: ShownCase; actions: CaseActions }) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const { run, busy, failure } = useCaseAction();
  const read = readIndicators(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || read.problems.length > 0 || read.flagged.length === 0) return;
    run(
      async () => {
        for (const { kind, value } of read.flagged) {
          const result = await actions.addIndicator({ caseId: shown.id, kind, value });
          if (!result.ok) return result;
        }
        return { ok: true, value: undefined };
      },
      () => {
        setText("");
        setTried(false);
      },
    );
  };
  return (
    <section aria-label="What is flagged" className="grid gap-2.5 border-line border-t pt-3">
      <h3 className="font-medium">Flagged</h3>
      <ul className="grid max-h-48 divide-y divide-soft overflow-y-auto">
        {shown.flagged.map(({ id, kind, value }) => (
          <li key={id} className="flex items-center gap-3 py-0.5">
            <span className="mono min-w-0 break-all">{value}</span>
            <span className="grow text-faint text-sm">{kind}</span>
            <Button
              tone="quiet"
              aria-label={`Remove ${value}`}
              onClick={() => run(() => actions.removeIndicator({ caseId: shown.id, indicatorId: id }))}
            >
              Remove
            </Button>
          </li>
        ))}
        {shown.flagged.length === 0 ? <li className="text-dim">Nothing is flagged.</li> : null}
      </ul>
      <form noValidate onSubmit={submit} aria-label="Flag more" className="grid gap-2">
        <IndicatorsField
          label="Flag more addresses or names"
          text={text}
          read={read}
          showProblems={tried}
          rows={2}
          onChange={setText}
        />
        <FailureText text={failure} />
        <div>
          <Button type="submit" busy={busy}>
            Flag these
          </Button>
        </div>
      </form>
    </section>
  );
}
