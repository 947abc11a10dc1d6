"use client";

import { useCaseAction } from "@/components/case/use-case-action";
import { formatBytes } from "@/components/format/format-bytes";
import { formatCount } from "@/components/format/format-count";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";

/** A file of reference data as the table shows it. */
export interface ReferenceRow {
  id: number;
  kind: "aws-ranges" | "places" | "indicators";
  name: string;
  sha256: string;
  size: number;
  entries: number;
  skipped: readonly { reason: string; count: number }[];
  datedMs: number | null;
  actor: string;
  addedMs: number;
}

const KINDS = {
  "aws-ranges": "AWS address ranges",
  places: "Countries and owners",
  indicators: "Known-bad list",
} as const;

const COLUMNS = [
  { name: "What it is" },
  { name: "Name" },
  { name: "Dated" },
  { name: "Entries", numeric: true },
  { name: "Not used" },
  { name: "Size", numeric: true },
  { name: "SHA-256" },
  { name: "Added" },
  { name: "By" },
  { name: "Remove", hiddenName: true },
];

export function ReferenceTable({
  files,
  removeReference,
}: {
  files: readonly ReferenceRow[];
  /** Null for those who may not. */
  removeReference: ((input: { id: number }) => Promise<ActionResult<unknown>>) | null;
}) {
  const { run, busy, failure } = useCaseAction();
  return (
    <Card title="In use" note="labels on addresses and names come from these, on every case">
      <FailureText text={failure} className="px-3.5 py-2" />
      <Table label="Reference data" columns={COLUMNS}>
        {files.map((file) => (
          <tr key={file.id} className="hover:bg-raise">
            <Cell>{KINDS[file.kind]}</Cell>
            <Cell wrap className="min-w-32 max-w-72 break-words font-medium">
              {file.name}
            </Cell>
            <Cell>
              {file.datedMs === null ? <span className="text-faint">not said</span> : <When at={file.datedMs} />}
            </Cell>
            <Cell numeric>{formatCount(file.entries)}</Cell>
            <Cell wrap className="min-w-40 text-dim text-sm">
              {file.skipped.map(({ reason, count }) => `${formatCount(count)} ${reason}`).join("; ")}
            </Cell>
            <Cell numeric>{formatBytes(file.size)}</Cell>
            <Cell mono className="text-faint">
              <span title={file.sha256}>{file.sha256.slice(0, 12)}</span>
            </Cell>
            <Cell>
              <When at={file.addedMs} />
            </Cell>
            <Cell>{file.actor}</Cell>
            <Cell>
              {removeReference === null ? null : (
                <Button
                  tone="quiet"
                  busy={busy}
                  aria-label={`Remove ${file.name}`}
                  onClick={() => run(() => removeReference({ id: file.id }))}
                >
                  Remove
                </Button>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
