"use client";

import { type FormEvent, useState } from "react";
import { QrCode } from "@/components/account/qr-code";
import { RecoveryCodes } from "@/components/account/recovery-codes";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

type ByPassword<Value> = (input: { password: string }) => Promise<ActionResult<Value>>;

interface Props {
  isSet: boolean;
  begin: ByPassword<{ uri: string; recoveryCodes: string[] }>;
  confirm: (input: { code: string }) => Promise<ActionResult<void>>;
  drop: ByPassword<void>;
  renew: ByPassword<{ recoveryCodes: string[] }>;
}

/** Codes of an app as the second step of signing in: set up, given up, and the codes for when the app is lost. */
export function SecondFactor({ isSet, begin, confirm, drop, renew }: Props) {
  const { run, busy, failure } = useCaseAction();
  const [made, setMade] = useState<{ uri: string; recoveryCodes: string[] } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [password, setPassword] = useState("");
  const submitBegin = () =>
    run(
      async () => {
        const result = await begin({ password });
        if (result.ok) setMade(result.value);
        return result;
      },
      () => setPassword(""),
    );
  const submitConfirm = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "");
    run(
      () => confirm({ code }),
      () => {
        setCodes(made?.recoveryCodes ?? null);
        setMade(null);
      },
    );
  };
  const submitRenew = () =>
    run(
      async () => {
        const result = await renew({ password });
        if (result.ok) setCodes(result.value.recoveryCodes);
        return result;
      },
      () => setPassword(""),
    );
  const submitDrop = () =>
    run(
      () => drop({ password }),
      () => {
        setPassword("");
        setCodes(null);
      },
    );
  return (
    <Card title="Second factor" note="six digits of an app beside your password">
      <div className="grid gap-3 px-3.5 py-3">
        <FailureText text={failure} />
        {codes === null ? null : <RecoveryCodes codes={codes} />}
        {made === null ? (
          <form
            className="flex flex-wrap items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              if (isSet) submitRenew();
              else submitBegin();
            }}
          >
            <span className="self-center">{isSet ? <Chip tone="ok">Set up</Chip> : <Chip tone="warn">None</Chip>}</span>
            <div className="w-full sm:w-72">
              <TextField
                label="Your password"
                type="password"
                required
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </div>
            <Button type="submit" tone={isSet ? "plain" : "primary"} busy={busy}>
              {isSet ? "Make new recovery codes" : "Set it up"}
            </Button>
            {isSet ? (
              <Button tone="quiet" busy={busy} onClick={submitDrop}>
                Take it away
              </Button>
            ) : null}
          </form>
        ) : (
          <form aria-label="Second factor" onSubmit={submitConfirm} className="flex flex-wrap items-start gap-4">
            <QrCode text={made.uri} label="QR code of the secret, for your app" />
            <div className="grid max-w-md gap-3">
              <p>Let your app read this, or give it the secret by hand:</p>
              <code className="mono select-all break-all rounded-md border border-line bg-raise px-2 py-1">
                {new URL(made.uri).searchParams.get("secret")}
              </code>
              <TextField
                label="The code that the app shows"
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                required
              />
              <div>
                <Button type="submit" tone="primary" busy={busy}>
                  Put it in force
                </Button>
              </div>
            </div>
          </form>
        )}
      </div>
    </Card>
  );
}
