"use client";

import { useRouter } from "next/navigation";
import { useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { CASE_ROLE_WORDS } from "@/components/people/role-words";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { CASE_ROLES, type CaseRole } from "@/lib/auth/permissions";
import type { ActionResult } from "@/lib/core/action-result";
import type { MemberRow } from "@/lib/timeline/people/list-members";

const COLUMNS = [
  { name: "Name" },
  { name: "E-mail address" },
  { name: "Role" },
  { name: "What it allows" },
  { name: "Since" },
  { name: "By" },
  { name: "Change", hiddenName: true },
];

interface Props {
  caseId: string;
  members: readonly MemberRow[];
  /** Who looks. */
  ownId: string;
  change: (input: { caseId: string; userId: string; role: CaseRole }) => Promise<ActionResult<unknown>>;
  remove: (input: { caseId: string; userId: string }) => Promise<ActionResult<unknown>>;
}

/** Who is on the case, as what, and since when. */
export function MemberTable({ caseId, members, ownId, change, remove }: Props) {
  const { run, busy, failure } = useCaseAction();
  const router = useRouter();
  const mayChange = useMay("members.change");
  return (
    <Card title="On this case">
      <FailureText text={failure} className="px-3.5 py-2" />
      <Table label="People on this case" columns={COLUMNS}>
        {members.map(({ id: userId, name, email, role, disabled, actor, addedMs }) => (
          <tr key={userId} className="hover:bg-raise">
            <Cell wrap className="min-w-32 font-medium">
              {name} {userId === ownId ? <span className="text-faint">(you)</span> : null}{" "}
              {disabled ? <Chip tone="warn">Disabled</Chip> : null}
            </Cell>
            <Cell>{email}</Cell>
            <Cell>
              {mayChange ? (
                <select
                  aria-label={`Role of ${name}`}
                  value={role}
                  disabled={busy}
                  onChange={(event) => {
                    const next = CASE_ROLES.find((one) => one === event.target.value);
                    if (next) run(() => change({ caseId, userId, role: next }));
                  }}
                  className="h-7 rounded-md border border-line bg-raise px-1.5"
                >
                  {CASE_ROLES.map((one) => (
                    <option key={one} value={one}>
                      {CASE_ROLE_WORDS[one].name}
                    </option>
                  ))}
                </select>
              ) : (
                CASE_ROLE_WORDS[role].name
              )}
            </Cell>
            <Cell wrap className="min-w-40 text-dim">
              {CASE_ROLE_WORDS[role].may}
            </Cell>
            <Cell>
              <When at={addedMs} />
            </Cell>
            <Cell>{actor}</Cell>
            <Cell>
              {userId === ownId ? (
                <Button
                  tone="quiet"
                  busy={busy}
                  onClick={() =>
                    run(
                      () => remove({ caseId, userId }),
                      () => router.push("/"),
                    )
                  }
                >
                  Leave the case
                </Button>
              ) : mayChange ? (
                <Button
                  tone="quiet"
                  busy={busy}
                  aria-label={`Take off ${name}`}
                  onClick={() => run(() => remove({ caseId, userId }))}
                >
                  Take off
                </Button>
              ) : null}
            </Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
