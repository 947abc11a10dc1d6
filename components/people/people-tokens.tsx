"use client";

import { type ShownToken, TOKEN_COLUMNS, TokenCells } from "@/components/account/token-cells";
import { useCaseAction } from "@/components/case/use-case-action";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import type { ActionResult } from "@/lib/core/action-result";

const COLUMNS = [{ name: "Whose" }, ...TOKEN_COLUMNS];

interface Props {
  tokens: readonly (ShownToken & { person: string; email: string; caseCount: number })[];
  revoke: (input: { id: number }) => Promise<ActionResult<unknown>>;
}

/** Everyone's tokens, for an owner to see what programs there are and to take one out of use. */
export function PeopleTokens({ tokens, revoke }: Props) {
  const { run, busy, failure } = useCaseAction();
  if (tokens.length === 0) return null;
  return (
    <Card title="API tokens" note="each acts for its person, within what both may">
      <FailureText text={failure} />
      <Table label="Everyone's API tokens" columns={COLUMNS}>
        {tokens.map((token) => (
          <tr key={token.id} className="hover:bg-raise">
            <Cell>
              {token.person} <span className="text-dim">{token.email}</span>
            </Cell>
            <TokenCells
              token={token}
              cases={token.caseCount === 0 ? "all of theirs" : countOf(token.caseCount, "case")}
              revokeLabel={`Revoke ${token.name} of ${token.person}`}
              busy={busy}
              onRevoke={() => run(() => revoke({ id: token.id }))}
            />
          </tr>
        ))}
      </Table>
    </Card>
  );
}
