"use client";

import { rightsText } from "@/components/account/right-words";
import { useCaseAction } from "@/components/case/use-case-action";
import { countOf } from "@/components/format/format-count";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";

const COLUMNS = [
  { name: "Whose" },
  { name: "Name" },
  { name: "May" },
  { name: "Cases" },
  { name: "Until" },
  { name: "Last used" },
  { name: "Change", hiddenName: true },
];

interface Props {
  tokens: readonly {
    id: number;
    name: string;
    person: string;
    email: string;
    caseCount: number;
    rights: readonly string[];
    expiresMs: number;
    expired: boolean;
    usedMs: number | null;
    usedFrom: string | null;
  }[];
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
            <Cell wrap className="min-w-32 font-medium">
              {token.name} {token.expired ? <Chip tone="warn">Expired</Chip> : null}
            </Cell>
            <Cell wrap className="min-w-40 text-dim">
              {rightsText(token.rights)}
            </Cell>
            <Cell>{token.caseCount === 0 ? "all of theirs" : countOf(token.caseCount, "case")}</Cell>
            <Cell>
              <When at={token.expiresMs} />
            </Cell>
            <Cell>
              {token.usedMs === null ? (
                <span className="text-faint">never</span>
              ) : (
                <>
                  <When at={token.usedMs} /> <span className="mono text-dim">{token.usedFrom}</span>
                </>
              )}
            </Cell>
            <Cell>
              <Button
                tone="quiet"
                busy={busy}
                aria-label={`Revoke ${token.name} of ${token.person}`}
                onClick={() => run(() => revoke({ id: token.id }))}
              >
                Revoke
              </Button>
            </Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
