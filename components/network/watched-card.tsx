"use client";

import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import type { WatchedRow } from "@/lib/timeline/network/list-watched";

interface Mark {
  kind: "network" | "name";
  value: string;
}

const COLUMNS = [
  { name: "Value" },
  { name: "List" },
  { name: "Dated" },
  { name: "What it says" },
  { name: "Since" },
  { name: "By" },
  { name: "Change", hiddenName: true },
];

/** Values of lists that the peers shown meet, and those that the case watches: none of them is a flagged indicator. */
export function WatchedCard({
  caseId,
  met,
  watched,
  watch,
  unwatch,
}: {
  caseId: string;
  met: readonly (Mark & { list: string; sha256: string; note: string; datedMs: number | null })[];
  watched: readonly WatchedRow[];
  watch: (input: Mark & { caseId: string; sha256: string }) => Promise<ActionResult<unknown>>;
  unwatch: (input: Mark & { caseId: string }) => Promise<ActionResult<unknown>>;
}) {
  const { run, busy, failure } = useCaseAction();
  const known = new Set(watched.map(({ value }) => value));
  const others = met.filter(({ value }) => !known.has(value));
  if (watched.length + others.length === 0) return null;
  return (
    <Card title="Values of lists" note="met by the peers below, or watched in this case">
      <FailureText text={failure} className="px-3.5 py-2" />
      <Table label="Values of lists" columns={COLUMNS}>
        {watched.map(({ kind, value, source, note, datedMs, actor, addedMs }) => (
          <tr key={`watched ${value}`} className="hover:bg-raise">
            <Cell mono>{value}</Cell>
            <Cell>{source}</Cell>
            <Cell>{datedMs === null ? "not said" : <When at={datedMs} />}</Cell>
            <Cell wrap className="min-w-40 max-w-96 text-dim">
              {note}
            </Cell>
            <Cell>
              <When at={Math.floor(addedMs / 1000) * 1000} />
            </Cell>
            <Cell>{actor}</Cell>
            <Cell>
              <May to="watches.change">
                {" "}
                <Button
                  tone="quiet"
                  busy={busy}
                  aria-label={`Stop watching ${value}`}
                  onClick={() => run(() => unwatch({ caseId, kind, value }))}
                >
                  Stop watching
                </Button>
              </May>{" "}
            </Cell>
          </tr>
        ))}
        {others.map(({ kind, value, list, sha256, note, datedMs }) => (
          <tr key={`met ${value}`} className="hover:bg-raise">
            <Cell mono>{value}</Cell>
            <Cell>{list}</Cell>
            <Cell>{datedMs === null ? "not said" : <When at={datedMs} />}</Cell>
            <Cell wrap className="min-w-40 max-w-96 text-dim">
              {note}
            </Cell>
            <Cell>{""}</Cell>
            <Cell>{""}</Cell>
            <Cell>
              <May to="watches.change">
                {" "}
                <Button
                  busy={busy}
                  aria-label={`Watch ${value}`}
                  onClick={() => run(() => watch({ caseId, kind, value, sha256 }))}
                >
                  Watch
                </Button>
              </May>{" "}
            </Cell>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
