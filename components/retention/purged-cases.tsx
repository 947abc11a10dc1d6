"use client";

import { useCaseAction } from "@/components/case/use-case-action";
import { exactBytes, formatBytes } from "@/components/format/format-bytes";
import { formatCount } from "@/components/format/format-count";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import type { PurgedRow } from "@/lib/timeline/life/read-retention";

const COLUMNS = [
  { name: "Case" },
  { name: "State" },
  { name: "By" },
  { name: "Asked" },
  { name: "Files", numeric: true },
  { name: "Bytes", numeric: true },
  { name: "Records", numeric: true },
  { name: "Originals removed", numeric: true },
];

/** What is left to tell of cases that were purged. */
export function PurgedCases({
  purged,
  goOn,
}: {
  purged: readonly PurgedRow[];
  goOn: (input: { caseId: string }) => Promise<ActionResult<unknown>>;
}) {
  const { run, busy, failure } = useCaseAction();
  return (
    <Card title="Purged" note="of each its number alone is left, and how much it held">
      {purged.some(({ finishedMs }) => finishedMs === null) ? <AutoRefresh /> : null}
      <FailureText text={failure} className="px-3.5 py-2" />
      {purged.length === 0 ? (
        <p className="px-3.5 py-2.5 text-dim">No case was purged yet.</p>
      ) : (
        <Table label="Purged cases" columns={COLUMNS}>
          {purged.map((row) => (
            <tr key={row.caseId} className="hover:bg-raise">
              <Cell className="font-mono">{row.caseId}</Cell>
              <Cell wrap className="min-w-32">
                {row.finishedMs === null ? (row.error ?? "Under way") : "Purged"}
                {row.state === "failed" ? (
                  <Button tone="quiet" busy={busy} onClick={() => run(() => goOn({ caseId: row.caseId }))}>
                    Go on
                  </Button>
                ) : null}
              </Cell>
              <Cell>{row.byRule ? "the rule" : row.actor}</Cell>
              <Cell>
                <When at={row.askedMs} />
              </Cell>
              <Cell numeric>{formatCount(row.counts.files ?? 0)}</Cell>
              <Cell numeric>
                <span title={exactBytes(row.counts.bytes ?? 0)}>{formatBytes(row.counts.bytes ?? 0)}</span>
              </Cell>
              <Cell numeric>{formatCount(row.counts.records ?? 0)}</Cell>
              <Cell numeric>{formatCount(row.counts.originalsRemoved ?? 0)}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
