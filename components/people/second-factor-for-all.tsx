"use client";

import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import type { ActionResult } from "@/lib/core/action-result";

/** Whether everyone who signs in by password needs a second factor. */
export function SecondFactorForAll({
  required,
  set,
}: {
  required: boolean;
  set: (input: { required: boolean }) => Promise<ActionResult<unknown>>;
}) {
  const { run, busy, failure } = useCaseAction();
  return (
    <Card title="Second factor">
      <div className="flex flex-wrap items-center gap-3 px-3.5 py-2.5">
        <p>
          {required
            ? "Everyone who signs in by password must have one; who has none gets no further than to setting it up."
            : "Everyone may set one up for themselves."}
        </p>
        <span className="grow" />
        <Button busy={busy} onClick={() => run(() => set({ required: !required }))}>
          {required ? "Leave it to everyone" : "Require it of everyone"}
        </Button>
        <FailureText text={failure} className="w-full" />
      </div>
    </Card>
  );
}
