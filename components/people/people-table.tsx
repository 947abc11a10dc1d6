"use client";

import { useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { formatCount } from "@/components/format/format-count";
import { MadeLink } from "@/components/people/made-link";
import { ROLE_WORDS } from "@/components/people/role-words";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { InstallationRole } from "@/lib/auth/permissions";
import type { ActionResult } from "@/lib/core/action-result";
import type { PersonRow } from "@/lib/timeline/people/list-people";

const COLUMNS = [
  { name: "Name" },
  { name: "E-mail address" },
  { name: "Role" },
  { name: "Second factor" },
  { name: "Cases", numeric: true },
  { name: "Signed in last" },
  { name: "Account made" },
  { name: "Change", hiddenName: true },
];

interface Props {
  people: readonly PersonRow[];
  /** Who looks. */
  ownId: string;
  change: (input: {
    userId: string;
    role?: InstallationRole;
    disabled?: boolean;
    dropSecondFactor?: true;
  }) => Promise<ActionResult<unknown>>;
  makeReset: (input: { userId: string }) => Promise<ActionResult<{ link: string; mailed: boolean }>>;
}

/** Everyone with an account, and what an owner may do about it. */
export function PeopleTable({ people, ownId, change, makeReset }: Props) {
  const { run, busy, failure } = useCaseAction();
  const [made, setMade] = useState<{ link: string; mailed: boolean; whom: string } | null>(null);
  const reset = ({ id, name }: PersonRow) =>
    run(async () => {
      const result = await makeReset({ userId: id });
      setMade(result.ok ? { ...result.value, whom: name } : null);
      return result;
    });
  return (
    <Card title="Accounts" note="a role in the installation; roles in a case stand on its own page">
      <FailureText text={failure} className="px-3.5 py-2" />
      {made === null ? null : (
        <div className="px-3.5 pb-2">
          <MadeLink {...made} />
        </div>
      )}
      <Table label="Accounts" columns={COLUMNS}>
        {people.map((row) => {
          const { id, name, email, role, disabled } = row;
          const other = role === "owner" ? "member" : "owner";
          return (
            <tr key={id} className="hover:bg-raise">
              <Cell wrap className="min-w-32 font-medium">
                {name} {id === ownId ? <span className="text-faint">(you)</span> : null}{" "}
                {disabled ? <Chip tone="warn">Disabled</Chip> : null}
              </Cell>
              <Cell>{email}</Cell>
              <Cell>{ROLE_WORDS[role]}</Cell>
              <Cell>{row.secondFactor ? "set up" : <span className="text-faint">none</span>}</Cell>
              <Cell numeric>{formatCount(row.cases)}</Cell>
              <Cell>
                {row.seenMs === null ? <span className="text-faint">not signed in</span> : <When at={row.seenMs} />}
              </Cell>
              <Cell>
                <When at={row.createdMs} />
              </Cell>
              <Cell>
                <span className="flex gap-1">
                  <Button
                    tone="quiet"
                    busy={busy}
                    aria-label={`Make ${other}: ${name}`}
                    onClick={() => run(() => change({ userId: id, role: other }))}
                  >
                    Make {other}
                  </Button>
                  {disabled ? null : (
                    <Button tone="quiet" busy={busy} aria-label={`New password for ${name}`} onClick={() => reset(row)}>
                      New password
                    </Button>
                  )}
                  {row.secondFactor ? (
                    <Button
                      tone="quiet"
                      busy={busy}
                      aria-label={`Drop second factor of ${name}`}
                      onClick={() => run(() => change({ userId: id, dropSecondFactor: true }))}
                    >
                      Drop second factor
                    </Button>
                  ) : null}
                  <Button
                    tone="quiet"
                    busy={busy}
                    aria-label={`${disabled ? "Enable" : "Disable"} ${name}`}
                    onClick={() => run(() => change({ userId: id, disabled: !disabled }))}
                  >
                    {disabled ? "Enable" : "Disable"}
                  </Button>
                </span>
              </Cell>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}
