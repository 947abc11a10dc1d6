"use client";

import { type FormEvent, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import type { OtherCaseRow } from "@/lib/timeline/people/list-other-cases";

const COLUMNS = [{ name: "Case" }, { name: "Leads" }, { name: "Opened" }, { name: "Change", hiddenName: true }];

/** Cases that an owner is not on, and the way into one: with a reason, before the eyes of those who are on it. */
export function OtherCases({
  cases,
  join,
}: {
  cases: readonly OtherCaseRow[];
  join: (input: { caseId: string; reason: string }) => Promise<ActionResult<unknown>>;
}) {
  const { run, busy, failure, forget } = useCaseAction();
  const [chosen, setChosen] = useState<OtherCaseRow | null>(null);
  if (cases.length === 0) return null;
  const close = () => {
    setChosen(null);
    forget();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    if (chosen) run(() => join({ caseId: chosen.id, reason }), close);
  };
  return (
    <Card title="Cases that you are not on" note="nothing of them is shown beyond this">
      <Table label="Cases that you are not on" columns={COLUMNS}>
        {cases.map((row) => (
          <tr key={row.id} className="hover:bg-raise">
            <Cell wrap className="min-w-40 font-medium">
              {row.title}
            </Cell>
            <Cell wrap>
              {row.leads.length === 0 ? <span className="text-warn">none left</span> : row.leads.join(", ")}
            </Cell>
            <Cell>
              <When at={row.createdMs} />
            </Cell>
            <Cell>
              <Button tone="quiet" aria-label={`Join ${row.title}`} onClick={() => setChosen(row)}>
                Join
              </Button>
            </Cell>
          </tr>
        ))}
      </Table>
      <Dialog open={chosen !== null} onClose={close} title="Join this case?">
        <form onSubmit={submit} className="grid gap-3">
          <p className="text-dim">
            You become a lead of “{chosen?.title}”. Its people see in the audit trail that you joined, and why.
          </p>
          <FailureText text={failure} />
          <TextField label="Reason" name="reason" required maxLength={500} autoComplete="off" />
          <div className="flex gap-2">
            <Button type="submit" tone="primary" busy={busy}>
              Join it
            </Button>
            <Button onClick={close}>Cancel</Button>
          </div>
        </form>
      </Dialog>
    </Card>
  );
}
