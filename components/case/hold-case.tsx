"use client";

import type { FormEvent } from "react";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";

/** Sets a legal hold, or lifts the one that there is; either takes a reason. */
export function HoldCase({ shown, hold, onDone }: { shown: ShownCase; hold: CaseActions["hold"]; onDone: () => void }) {
  const { run, busy, failure } = useCaseAction();
  const held = shown.hold === null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    run(() => hold({ caseId: shown.id, held, reason }), onDone);
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <p className="break-words text-dim">
        {shown.hold === null
          ? "While it holds, no evidence and no note is removed from this case, nobody purges it, and no rule does."
          : `Set by ${shown.hold.by}: ${shown.hold.reason}`}
      </p>
      <FailureText text={failure} />
      <TextField label="Reason" name="reason" required maxLength={500} autoComplete="off" />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {held ? "Set the hold" : "Lift the hold"}
        </Button>
      </div>
    </form>
  );
}
