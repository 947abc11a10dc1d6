"use client";

import { type FormEvent, useState } from "react";
import { RIGHT_WORDS } from "@/components/account/right-words";
import { type ShownToken, TOKEN_COLUMNS, TokenCells } from "@/components/account/token-cells";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { FailureText } from "@/components/ui/failure-text";
import { SelectField, TextField } from "@/components/ui/field";
import { Table } from "@/components/ui/table";
import { TOKEN_RIGHTS, type TokenRight } from "@/lib/auth/permissions";
import type { ActionResult } from "@/lib/core/action-result";

const DAYS = [
  { value: "30", words: "30 days" },
  { value: "90", words: "90 days" },
  { value: "365", words: "a year" },
];

interface Props {
  tokens: readonly (ShownToken & { cases: readonly string[] | null })[];
  /** The person has one, and is asked for it. */
  hasPassword: boolean;
  /** That a token could be limited to. */
  cases: readonly { id: string; title: string }[];
  make: (input: {
    name: string;
    caseIds: string[] | null;
    rights: TokenRight[];
    days: number;
    password: string | undefined;
  }) => Promise<ActionResult<{ token: string }>>;
  revoke: (input: { id: number }) => Promise<ActionResult<unknown>>;
}

/** Tokens by which programs act for someone: made, told once, and taken out of use. */
export function OwnTokens({ tokens, hasPassword, cases, make, revoke }: Props) {
  const { run, busy, failure } = useCaseAction();
  const [made, setMade] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const chosen = String(values.get("case") ?? "");
    setMade(null);
    run(
      async () => {
        const result = await make({
          name: String(values.get("name") ?? ""),
          caseIds: chosen === "" ? null : [chosen],
          rights: TOKEN_RIGHTS.filter((right) => values.get(right) !== null),
          days: Number(values.get("days")),
          password: hasPassword ? String(values.get("password") ?? "") : undefined,
        });
        if (result.ok) setMade(result.value.token);
        return result;
      },
      () => form.reset(),
    );
  };
  return (
    <Card title="API tokens" note="a program that has one acts for you, within what you and it may">
      <div className="grid gap-3 px-3.5 py-3">
        <FailureText text={failure} />
        {made === null ? null : (
          <div role="status" className="grid gap-1.5 rounded-md border border-line bg-raise px-3 py-2">
            <p>
              Give this token to your program. <span className="text-dim">It is not shown again.</span>
            </p>
            <p className="flex items-start gap-1.5">
              <code className="mono min-w-0 select-all break-all">{made}</code>
              <CopyButton text={made} what="the token" />
            </p>
          </div>
        )}
        <form onSubmit={submit} className="grid gap-3">
          <div className="flex flex-wrap items-end gap-3">
            <div className="w-full sm:w-64">
              <TextField label="Name of the token" name="name" required maxLength={100} autoComplete="off" />
            </div>
            <SelectField
              label="For"
              name="case"
              options={[
                { value: "", words: "all my cases, later ones too" },
                ...cases.map(({ id, title }) => ({ value: id, words: title })),
              ]}
            />
            <SelectField label="Holds for" name="days" options={DAYS} />
            {hasPassword ? (
              <div className="w-full sm:w-64">
                <TextField
                  label="Your password, for a token"
                  name="password"
                  type="password"
                  required
                  autoComplete="current-password"
                />
              </div>
            ) : null}
          </div>
          <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
            <legend className="mb-1 font-medium">It may</legend>
            {TOKEN_RIGHTS.map((right) => (
              <label key={right} className="flex items-center gap-1.5">
                <input type="checkbox" name={right} defaultChecked={right === "case.read"} />
                {RIGHT_WORDS[right]}
              </label>
            ))}
          </fieldset>
          <div>
            <Button type="submit" busy={busy}>
              Make the token
            </Button>
          </div>
        </form>
      </div>
      {tokens.length === 0 ? null : (
        <Table label="API tokens" columns={TOKEN_COLUMNS}>
          {tokens.map((token) => (
            <tr key={token.id} className="hover:bg-raise">
              <TokenCells
                token={token}
                cases={token.cases === null ? "all" : token.cases.join(", ")}
                revokeLabel={`Revoke ${token.name}`}
                busy={busy}
                onRevoke={() => run(() => revoke({ id: token.id }))}
              />
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
