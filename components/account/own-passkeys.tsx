"use client";

import { type FormEvent, useRef, useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";

type Options = Record<string, unknown>;

interface Props {
  passkeys: readonly { id: string; name: string; createdMs: number; synced: boolean }[];
  begin: (input: { password: string }) => Promise<ActionResult<Options>>;
  finish: (input: { name: string; credential: Options }) => Promise<ActionResult<void>>;
  remove: (input: { id: string; password: string }) => Promise<ActionResult<unknown>>;
}

/** Passkeys: a device, with a finger, a face or a PIN, in place of password and second factor. */
export function OwnPasskeys({ passkeys, begin, finish, remove }: Props) {
  const { run, busy, failure } = useCaseAction();
  const [shown, setShown] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  /** The password of the form above counts for this, too: whoever sits there has to know it. */
  const takeAway = (id: string) => {
    const password = form.current?.elements.namedItem("password");
    if (!(password instanceof HTMLInputElement) || !password.reportValidity()) return;
    run(
      () => remove({ id, password: password.value }),
      () => setShown(shown + 1),
    );
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    run(
      async () => {
        const begun = await begin({ password: String(values.get("password") ?? "") });
        if (!begun.ok) return begun;
        const credential = await makeCredential(begun.value);
        if (credential === null) return NOT_MADE;
        return finish({ name: String(values.get("name") ?? ""), credential });
      },
      () => setShown(shown + 1),
    );
  };
  return (
    <Card title="Passkeys" note="a device, with a finger, a face or a PIN, in place of password and second factor">
      <div className="grid gap-3 px-3.5 py-3">
        <FailureText text={failure} />
        <form ref={form} key={shown} onSubmit={submit} className="flex flex-wrap items-end gap-3">
          <div className="w-full sm:w-64">
            <TextField label="Name of the passkey" name="name" required maxLength={100} autoComplete="off" />
          </div>
          <div className="w-full sm:w-64">
            <TextField
              label="Your password, to add or remove a passkey"
              name="password"
              type="password"
              required
              autoComplete="current-password"
            />
          </div>
          <Button type="submit" busy={busy}>
            Add a passkey
          </Button>
        </form>
        {passkeys.length === 0 ? null : (
          <ul aria-label="Passkeys" className="divide-y divide-soft border-soft border-t">
            {passkeys.map(({ id, name, createdMs, synced }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                <span className="font-medium">{name}</span>
                <span className="text-dim">
                  {synced ? "on several devices" : "on one device"}, since <When at={createdMs} />
                </span>
                <span className="grow" />
                <Button tone="quiet" busy={busy} aria-label={`Remove ${name}`} onClick={() => takeAway(id)}>
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

const NOT_MADE = { ok: false, code: "cancelled", message: "The browser made no passkey." } as const;

/** Null where the person, or the browser, did not want to. */
async function makeCredential(options: Options): Promise<Options | null> {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as unknown as PublicKeyCredentialCreationOptionsJSON,
    );
    const made = await navigator.credentials.create({ publicKey });
    return made instanceof PublicKeyCredential ? { ...made.toJSON() } : null;
  } catch {
    return null;
  }
}
