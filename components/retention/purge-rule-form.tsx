"use client";

import { type FormEvent, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

interface Rule {
  afterDays: number | null;
  warningDays: number;
}

/** When closed cases are purged by themselves. */
export function PurgeRuleForm({ rule, set }: { rule: Rule; set: (input: Rule) => Promise<ActionResult<unknown>> }) {
  const { run, busy, failure } = useCaseAction();
  const [on, setOn] = useState(rule.afterDays !== null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const warningDays = on ? Number(form.get("warning")) : rule.warningDays;
    run(() => set({ afterDays: on ? Number(form.get("after")) : null, warningDays }));
  };
  return (
    <Card title="Closed cases">
      <form onSubmit={submit} className="grid gap-3 px-3.5 py-2.5">
        <p className="text-dim">
          {rule.afterDays === null
            ? "Closed cases stay until somebody purges them."
            : `A case is purged ${rule.afterDays} days after it was closed, and listed here ${rule.warningDays} days before. One under legal hold stays.`}
        </p>
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={on} onChange={({ target }) => setOn(target.checked)} />
          Purge closed cases by themselves
        </label>
        {on ? (
          <div className="flex flex-wrap gap-3">
            <TextField
              label="Days after closing"
              name="after"
              type="number"
              min={1}
              max={36_500}
              required
              defaultValue={rule.afterDays ?? 365}
            />
            <TextField
              label="Days of warning"
              name="warning"
              type="number"
              min={1}
              max={36_500}
              required
              defaultValue={rule.warningDays}
              hint="A new rule purges nothing before so many days are over."
            />
          </div>
        ) : null}
        <FailureText text={failure} />
        <div>
          <Button type="submit" busy={busy}>
            Save the rule
          </Button>
        </div>
      </form>
    </Card>
  );
}
