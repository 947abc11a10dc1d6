"use client";

import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { formatBytes } from "@/components/format/format-bytes";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { ProgressBar } from "@/components/ui/progress-bar";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import type { KeptExport } from "@/lib/core/kept-export";
import { visibleText } from "@/lib/core/visible-text";

interface Props {
  caseId: string;
  exports: readonly KeptExport[];
  cancel: (input: { caseId: string; exportId: string }) => Promise<ActionResult<unknown>>;
}

/** Exports that jobs made or make: how far they are, and the files until they expire. */
export function ExportList({ caseId, exports, cancel }: Props) {
  const { run, busy, failure } = useCaseAction();
  if (exports.length === 0) return null;
  const goesOn = exports.some(({ state }) => state === "queued" || state === "running");
  return (
    <Card title="Made for download" note="Kept for a week">
      {goesOn ? <AutoRefresh /> : null}
      <ul>
        {exports.map((one) => (
          <li key={one.id} className="grid gap-1 border-soft border-b px-3.5 py-2 last:border-0">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="font-medium">{one.format}</span>
              <span className="text-dim">
                {one.version === null ? "of the case as it was" : `of version ${one.version}`}
                {one.masked ? ", masked" : ""}, asked for by {visibleText(one.actor)}, <When at={one.createdMs} />
              </span>
              <span className="grow" />
              <State caseId={caseId} one={one} />
              {one.state === "queued" || one.state === "running" ? (
                <May to="report.export">
                  <Button tone="quiet" busy={busy} onClick={() => run(() => cancel({ caseId, exportId: one.id }))}>
                    Cancel
                  </Button>
                </May>
              ) : null}
            </div>
            {one.state === "running" ? (
              <ProgressBar label={one.step || "Being made"} value={one.done} max={one.total} />
            ) : null}
          </li>
        ))}
      </ul>
      <FailureText text={failure} />
    </Card>
  );
}

function State({ caseId, one }: { caseId: string; one: KeptExport }) {
  switch (one.state) {
    case "queued":
      return <Chip>waiting</Chip>;
    case "running":
      return <span className="text-dim">{one.step}</span>;
    case "failed":
      return <span className="text-warn">{visibleText(one.error ?? "It could not be made.")}</span>;
    case "cancelled":
      return <Chip>cancelled</Chip>;
    case "done":
      return (
        <a
          href={`/api/cases/${caseId}/exports/${one.id}`}
          download
          className="text-flow underline"
          title={one.sha256 === null ? undefined : `SHA-256 ${one.sha256}`}
        >
          Download {one.name} ({formatBytes(one.size ?? 0)})
        </a>
      );
  }
}
