"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import type { ActionResult } from "@/lib/core/action-result";

type Options = Record<string, unknown>;

/** Signs in by a passkey; on success the action leads on by itself. */
export function PasskeyButton({
  to,
  begin,
  finish,
}: {
  to: string;
  begin: (input: undefined) => Promise<ActionResult<Options>>;
  finish: (input: { credential: Options; to: string }) => Promise<ActionResult<void>>;
}) {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const signIn = () =>
    start(async () => {
      setFailure(null);
      const begun = await begin(undefined);
      if (!begun.ok) return setFailure(begun.message);
      const credential = await askDevice(begun.value);
      if (credential === null) return setFailure("The browser gave no passkey.");
      const result = await finish({ credential, to });
      if (!result.ok) setFailure(result.message);
    });
  return (
    <div className="grid gap-2">
      <Button className="h-9" busy={busy} onClick={signIn}>
        Sign in with a passkey
      </Button>
      <FailureText text={failure} />
    </div>
  );
}

/** Null where the person, or the browser, did not want to. */
async function askDevice(options: Options): Promise<Options | null> {
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
      options as unknown as PublicKeyCredentialRequestOptionsJSON,
    );
    const given = await navigator.credentials.get({ publicKey });
    return given instanceof PublicKeyCredential ? { ...given.toJSON() } : null;
  } catch {
    return null;
  }
}
