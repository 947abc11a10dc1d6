"use client";

import { type FormEvent, useState } from "react";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { EditIndicators } from "@/components/case/edit-indicators";
import { useCaseAction } from "@/components/case/use-case-action";
import { useTypedWindow } from "@/components/case/use-typed-window";
import { WindowFields } from "@/components/case/window-fields";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";

/** Name and window of a case are saved together; flags are added and taken back one by one. */
export function EditCase({ shown, actions, onDone }: { shown: ShownCase; actions: CaseActions; onDone: () => void }) {
  const [title, setTitle] = useState(shown.title);
  const { typed, window, type } = useTypedWindow({ fromMs: shown.windowFromMs, toMs: shown.windowToMs });
  const { run, busy, failure } = useCaseAction();
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
  const isWrong = title.trim() === "" || Object.keys(window.errors).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWrong || busy) return;
    run(
      () =>
        actions.describe({
          ...{ caseId: shown.id, title },
          ...{ windowFrom: dateOf(window.fromMs), windowTo: dateOf(window.toMs) },
        }),
      onDone,
    );
  };
  return (
    <div className="grid gap-4">
      <form noValidate onSubmit={submit} aria-label="Name and window" className="grid gap-3.5">
        <TextField
          label="Name"
          value={title}
          maxLength={200}
          autoComplete="off"
          error={title.trim() === "" ? "A case needs a name." : null}
          onChange={({ target }) => setTitle(target.value)}
        />
        <WindowFields typed={typed} errors={window.errors} onChange={type} />
        <FailureText text={failure} />
        <div className="flex gap-2">
          <Button type="submit" tone="primary" busy={busy} aria-disabled={isWrong}>
            Save name and window
          </Button>
        </div>
      </form>
      <EditIndicators shown={shown} actions={actions} />
      <div className="flex justify-end border-line border-t pt-3">
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  );
}
