"use client";

import { useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { formatDollars } from "@/components/format/format-dollars";
import { useTimes } from "@/components/shell/zone";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { Cell, Table } from "@/components/ui/table";
import type { ActionResult } from "@/lib/core/action-result";
import type { FetchSourceView, FetchView } from "@/lib/fetch/fetch-view.types";
import type { SourceName } from "@/lib/sources/source.types";

type One = { caseId: string; fetchId: string };

export interface FetchActions {
  start: (one: One) => Promise<ActionResult<unknown>>;
  cancel: (one: One) => Promise<ActionResult<unknown>>;
  retry: (one: One) => Promise<ActionResult<unknown>>;
  skip: (one: One & { source: SourceName }) => Promise<ActionResult<unknown>>;
  choose: (
    one: One & { accountId: string; region: string; id: string; isRead: boolean },
  ) => Promise<ActionResult<unknown>>;
}

const COLUMNS = [
  { name: "Source" },
  { name: "Steps", numeric: true },
  { name: "Calls", numeric: true },
  { name: "Files", numeric: true },
  { name: "Bytes", numeric: true },
  { name: "Records", numeric: true },
  { name: "What can be done", hiddenName: true },
];

/** What each source of a fetch will take, and once it runs what it has taken and brought. */
export function FetchSources({ caseId, fetchId, fetch, skip }: One & { fetch: FetchView; skip: FetchActions["skip"] }) {
  const { run, busy, failure } = useCaseAction();
  const may = useMay("evidence.add");
  const times = useTimes();
  const isPlan = fetch.state === "planned";
  const isOpen = isPlan || fetch.state === "running";
  const hasPrice = fetch.sources.some(({ planned }) => planned.dollars > 0);
  const columns = hasPrice ? COLUMNS.toSpliced(-1, 0, { name: "Price", numeric: true }) : COLUMNS;
  return (
    <>
      <Table
        label={`${isPlan ? "Plan" : "Progress"} by source, asked ${times.instant(fetch.createdMs)}`}
        columns={columns}
      >
        {fetch.sources.map((source) => (
          <tr key={source.source} className="hover:bg-raise">
            <Cell className="font-medium">{source.title}</Cell>
            <Cell numeric>{isPlan ? formatCount(source.steps) : stepsOf(source)}</Cell>
            <Cell numeric>{isPlan ? plannedCalls(source) : formatCount(source.calls)}</Cell>
            <Cell numeric>{isPlan ? formatCount(source.planned.files) : formatCount(source.files)}</Cell>
            <Cell numeric>{bytesOf(isPlan ? source.planned.bytes : source.bytes, isPlan)}</Cell>
            <Cell numeric>{isPlan ? "not known" : recordsOf(source)}</Cell>
            {hasPrice ? <Cell numeric>{priceOf(source)}</Cell> : null}
            <Cell numeric>
              {may && isOpen && source.open > 0 ? (
                <Button busy={busy} onClick={() => run(() => skip({ caseId, fetchId, source: source.source }))}>
                  Leave out {source.title}
                </Button>
              ) : null}
              {source.skipped > 0 ? (
                <span className="block text-dim text-sm">left out: {countOf(source.skipped, "step")}</span>
              ) : null}
            </Cell>
          </tr>
        ))}
      </Table>
      {failure === null ? null : (
        <div className="px-3.5 py-2">
          <FailureText text={failure} />
        </div>
      )}
    </>
  );
}

function stepsOf({ ended, steps, failed }: FetchSourceView): string {
  const done = `${formatCount(ended)} of ${formatCount(steps)}`;
  return failed === 0 ? done : `${done}, ${formatCount(failed)} failed`;
}

/** Where nobody can tell before, each step makes one call at least. */
function plannedCalls({ planned, untold }: FetchSourceView): string {
  return untold === 0 ? formatCount(planned.calls) : `at least ${formatCount(planned.calls + untold)}`;
}

/** What lies in files is counted once they are loaded. */
function recordsOf({ source, records }: FetchSourceView): string {
  return source === "s3" ? "in its files" : formatCount(records);
}

function bytesOf(bytes: number, isPlan: boolean): string {
  return isPlan && bytes === 0 ? "not known" : formatBytes(bytes);
}

function priceOf({ planned }: FetchSourceView): string {
  if (planned.dollars === 0) return "";
  const price = formatDollars(planned.dollars);
  return price.startsWith("$") ? `about ${price}` : price;
}
