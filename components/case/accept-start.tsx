"use client";

import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/core/action-result";

/** Lets the case's window begin at the earliest indicator; editing the window takes it back. */
export function AcceptStart({
  accept,
  ...start
}: {
  caseId: string;
  ip: string;
  at: string;
  accept: (input: { caseId: string; ip: string; at: string }) => Promise<ActionResult<void>>;
}) {
  const { run, busy, failure } = useCaseAction();
  return (
    <span className="flex flex-wrap items-center gap-2">
      {failure === null ? null : (
        <span role="alert" className="text-flag">
          {failure}
        </span>
      )}
      <Button busy={busy} onClick={() => run(() => accept(start))} title="Lets the case's window begin at this moment">
        Accept as start
      </Button>
    </span>
  );
}
