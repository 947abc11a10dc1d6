"use client";

import Link from "next/link";
import type { FormEvent } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { CASE_ROLE_WORDS } from "@/components/people/role-words";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { SelectField } from "@/components/ui/field";
import { CASE_ROLES, type CaseRole } from "@/lib/auth/permissions";
import type { ActionResult } from "@/lib/core/action-result";

const ROLE_OPTIONS = CASE_ROLES.map((value) => ({
  value,
  words: `${CASE_ROLE_WORDS[value].name}: ${CASE_ROLE_WORDS[value].may}`,
}));

/** Puts someone who has an account on the case. */
export function AddMember({
  caseId,
  people,
  add,
  mayInvite,
}: {
  caseId: string;
  people: readonly { id: string; name: string; email: string }[];
  add: (input: { caseId: string; userId: string; role: CaseRole }) => Promise<ActionResult<unknown>>;
  mayInvite: boolean;
}) {
  const { run, busy, failure } = useCaseAction();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const role = CASE_ROLES.find((one) => one === values.get("role")) ?? "viewer";
    run(() => add({ caseId, userId: String(values.get("person") ?? ""), role }));
  };
  return (
    <Card title="Put someone on this case" note="for everyone else it is not there">
      <div className="grid gap-3 px-3.5 py-3">
        {people.length === 0 ? (
          <p className="text-dim">
            Everyone with an account is on it.{" "}
            {mayInvite ? (
              <Link href="/people" className="text-flow underline">
                Invite someone
              </Link>
            ) : (
              "An owner of this installation can invite others."
            )}
          </p>
        ) : (
          <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
            <SelectField
              label="Person"
              name="person"
              options={people.map(({ id, name, email }) => ({ value: id, words: `${name} (${email})` }))}
            />
            <SelectField label="Role" name="role" defaultValue="investigator" options={ROLE_OPTIONS} />
            <Button type="submit" tone="primary" busy={busy}>
              Put on the case
            </Button>
          </form>
        )}
        <FailureText text={failure} />
      </div>
    </Card>
  );
}
