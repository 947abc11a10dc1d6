"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { May } from "@/components/case/rights";
import type { EvidenceActions } from "@/components/evidence/evidence-actions";
import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";

export interface LoadProgressRow {
  id: number;
  state: string;
  filesTotal: number;
  filesDone: number;
  bytesTotal: number;
  bytesDone: number;
  recordsDone: number;
  error: string | null;
  runningMs: number;
  ended: boolean;
  /** Files that an ended load left unread. */
  unread: number;
  failed: { name: string; error: string }[];
}

const STATES: Record<string, string> = {
  queued: "Waiting",
  loading: "Loading",
  sealing: "Indexing and joining",
  failed: "Failed",
  cancelled: "Cancelled",
  done: "Done, some files failed",
};

/** Loads that run, with their rate and the time left, and those that left something unread. */
export function LoadProgress({
  caseId,
  loads,
  cancelLoad,
  loadRest,
}: {
  caseId: string;
  loads: readonly LoadProgressRow[];
} & Pick<EvidenceActions, "cancelLoad" | "loadRest">) {
  if (loads.length === 0) return null;
  return (
    <Card title="Loads">
      {loads.some((load) => !load.ended) ? <AutoRefresh /> : null}
      <ul className="divide-y divide-soft">
        {loads.map((load) => (
          <Load
            key={load.id}
            load={load}
            cancel={() => cancelLoad({ caseId, loadId: load.id })}
            rest={() => loadRest({ caseId, loadId: load.id })}
          />
        ))}
      </ul>
    </Card>
  );
}

function Load({
  load,
  cancel,
  rest,
}: {
  load: LoadProgressRow;
  cancel: () => Promise<ActionResult<unknown>>;
  rest: () => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const run = (act: () => Promise<ActionResult<unknown>>) =>
    start(async () => {
      const result = await act();
      setProblem(result.ok ? null : result.message);
      router.refresh();
    });
  return (
    <li className="grid gap-1.5 px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Chip tone={load.ended ? "warn" : "plain"}>{STATES[load.state] ?? load.state}</Chip>
        <span className="tabular-nums">
          {formatCount(load.filesDone)} of {countOf(load.filesTotal, "file")}, {formatBytes(load.bytesDone)} of{" "}
          {formatBytes(load.bytesTotal)}, {countOf(load.recordsDone, "record")}
        </span>
        {load.ended ? null : <span className="text-dim tabular-nums">{paceOf(load)}</span>}
        <span className="grow" />
        <May to="evidence.add">
          {load.state === "queued" || load.state === "loading" ? (
            <Button busy={busy} onClick={() => run(cancel)}>
              Cancel the load
            </Button>
          ) : null}
          {load.ended && load.unread > 0 ? (
            <Button busy={busy} onClick={() => run(rest)}>
              Load the rest ({countOf(load.unread, "file")})
            </Button>
          ) : null}
        </May>
      </div>
      {load.ended ? null : <ProgressBar label={`Load ${load.id}`} value={load.bytesDone} max={load.bytesTotal} />}
      <FailureText text={problem} />
      {load.error === null ? null : <p className="text-warn">{visibleText(load.error)}</p>}
      {load.failed.map((file) => (
        <p key={file.name} className="break-all text-dim">
          <span className="font-mono text-sm">{visibleText(file.name)}</span>: {visibleText(file.error)}
        </p>
      ))}
    </li>
  );
}

function paceOf({ state, bytesDone, bytesTotal, recordsDone, runningMs }: LoadProgressRow): string {
  if (state !== "loading" || runningMs < 1000 || recordsDone === 0) return "";
  const left = bytesDone > 0 ? ((bytesTotal - bytesDone) / bytesDone) * runningMs : null;
  const pace = `${formatCount(Math.round((recordsDone / runningMs) * 1000))} records a second`;
  return left === null || left < 1000 ? pace : `${pace}, about ${formatDuration(left)} left`;
}
