"use client";

import { type FormEvent, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { PASSWORD_HINT } from "@/components/entrance/password-hint";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

/** Sets one's own password, by the present one. */
export function OwnPassword({
  change,
}: {
  change: (input: { current: string; password: string }) => Promise<ActionResult<void>>;
}) {
  const { run, busy, failure } = useCaseAction();
  const [done, setDone] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    setDone(false);
    run(
      () => change({ current: String(values.get("current") ?? ""), password: String(values.get("password") ?? "") }),
      () => {
        form.reset();
        setDone(true);
      },
    );
  };
  return (
    <Card title="Password" note="a new one signs you out everywhere else">
      <form onSubmit={submit} className="grid max-w-md gap-3 px-3.5 py-3">
        <FailureText text={failure} />
        {done ? (
          <p role="status" className="text-ok">
            Your password is changed.
          </p>
        ) : null}
        <TextField label="Present password" name="current" type="password" required autoComplete="current-password" />
        <TextField
          label="New password"
          name="password"
          type="password"
          required
          autoComplete="new-password"
          hint={PASSWORD_HINT}
        />
        <div>
          <Button type="submit" busy={busy}>
            Change the password
          </Button>
        </div>
      </form>
    </Card>
  );
}
