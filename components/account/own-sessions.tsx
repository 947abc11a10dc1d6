"use client";

import { describeDevice } from "@/components/account/describe-device";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";

const COLUMNS = [
  { name: "Device" },
  { name: "Address" },
  { name: "Signed in" },
  { name: "Prolonged" },
  { name: "Change", hiddenName: true },
];

interface Props {
  sessions: readonly {
    id: string;
    userAgent: string;
    address: string | null;
    signedInMs: number;
    seenMs: number;
    isThis: boolean;
  }[];
  end: (input: { id: string }) => Promise<ActionResult<unknown>>;
}

/** Where one is signed in, and the way to end that. */
export function OwnSessions({ sessions, end }: Props) {
  const { run, busy, failure } = useCaseAction();
  return (
    <Card title="Sessions" note="each ends by itself a week after it was last prolonged">
      <FailureText text={failure} className="px-3.5 py-2" />
      <Table label="Sessions" columns={COLUMNS}>
        {sessions.map(({ id, userAgent, address, signedInMs, seenMs, isThis }) => {
          const device = describeDevice(userAgent);
          return (
            <tr key={id} className="hover:bg-raise">
              <Cell wrap className="min-w-40">
                <span title={userAgent}>{device}</span> {isThis ? <Chip tone="ok">This browser</Chip> : null}
              </Cell>
              <Cell mono>{address ?? <span className="text-faint">not known</span>}</Cell>
              <Cell>
                <When at={signedInMs} />
              </Cell>
              <Cell>
                <When at={seenMs} />
              </Cell>
              <Cell>
                {isThis ? null : (
                  <Button
                    tone="quiet"
                    busy={busy}
                    aria-label={`End the session of ${device}`}
                    onClick={() => run(() => end({ id }))}
                  >
                    End
                  </Button>
                )}
              </Cell>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}
