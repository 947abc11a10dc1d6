"use client";

import { type FormEvent, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { MadeLink } from "@/components/people/made-link";
import { ROLE_WORDS } from "@/components/people/role-words";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { SelectField, TextField } from "@/components/ui/field";
import { When } from "@/components/ui/when";
import { INSTALLATION_ROLES, type InstallationRole } from "@/lib/auth/permissions";
import type { ActionResult } from "@/lib/core/action-result";

interface Props {
  invitations: readonly { id: number; email: string; role: InstallationRole; actor: string; expiresMs: number }[];
  invite: (input: {
    email: string;
    role: InstallationRole;
  }) => Promise<ActionResult<{ link: string; mailed: boolean }>>;
  withdraw: (input: { id: number }) => Promise<ActionResult<unknown>>;
}

const OPTIONS = INSTALLATION_ROLES.toReversed().map((value) => ({ value, words: ROLE_WORDS[value] }));

/** Makes a link by which someone makes an account, and takes those back that nobody used yet. */
export function InvitePerson({ invitations, invite, withdraw }: Props) {
  const { run, busy, failure } = useCaseAction();
  const [made, setMade] = useState<{ link: string; mailed: boolean; whom: string } | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const email = String(values.get("email") ?? "");
    const role = values.get("role") === "owner" ? "owner" : "member";
    setMade(null);
    run(
      async () => {
        const result = await invite({ email, role });
        if (result.ok) setMade({ ...result.value, whom: email });
        return result;
      },
      () => form.reset(),
    );
  };
  return (
    <Card title="Invite someone" note="by a link that works once, for seven days">
      <div className="grid gap-3 px-3.5 py-3">
        <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
          <div className="w-full sm:w-80">
            <TextField label="E-mail address" name="email" type="email" required autoComplete="off" maxLength={254} />
          </div>
          <SelectField label="Role" name="role" options={OPTIONS} />
          <Button type="submit" tone="primary" busy={busy}>
            Make the link
          </Button>
        </form>
        <FailureText text={failure} />
        {made === null ? null : <MadeLink {...made} />}
        {invitations.length === 0 ? null : (
          <ul aria-label="Open invitations" className="divide-y divide-soft border-soft border-t">
            {invitations.map(({ id, email, role, actor, expiresMs }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                <span className="font-medium">{email}</span>
                <span className="text-dim">
                  {ROLE_WORDS[role]}, invited by {actor}, until <When at={expiresMs} />
                </span>
                <span className="grow" />
                <Button
                  tone="quiet"
                  busy={busy}
                  aria-label={`Take back the invitation of ${email}`}
                  onClick={() => run(() => withdraw({ id }))}
                >
                  Take back
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
