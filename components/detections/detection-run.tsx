"use client";

import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { countOf } from "@/components/format/format-count";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";
import type { DetectionRunState } from "@/lib/timeline/detections/read-case-detections";

interface Props {
  caseId: string;
  run: DetectionRunState;
  /** Detectors that could look, and all there are. */
  assessed: number;
  all: number;
  runAgain: (input: { caseId: string }) => Promise<ActionResult<unknown>>;
  stop: (input: { caseId: string }) => Promise<ActionResult<unknown>>;
}

/** Whether the detectors have looked, are looking or could not, and what can be done about it. */
export function DetectionRun({ caseId, run, assessed, all, runAgain, stop }: Props) {
  const act = useCaseAction();
  const isUnderWay = run.state === "queued" || run.state === "running";
  return (
    <Card>
      {isUnderWay ? <AutoRefresh /> : null}
      <div className="grid gap-1.5 px-3.5 py-2.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span role="status">{<State {...{ run, assessed, all }} />}</span>
          <span className="grow" />
          <May to="detections.change">
            {isUnderWay ? (
              <Button busy={act.busy} onClick={() => act.run(() => stop({ caseId }))}>
                Stop
              </Button>
            ) : (
              <Button busy={act.busy} onClick={() => act.run(() => runAgain({ caseId }))}>
                {run.hasRun ? "Run again" : "Run the detectors"}
              </Button>
            )}
          </May>
        </div>
        {run.state === "running" ? (
          <ProgressBar label="Run of the detectors" value={run.stepsDone} max={run.stepsTotal} />
        ) : null}
        {run.hasRun && !run.isCurrent ? (
          <p className="text-warn">
            The evidence has changed since: what is listed here was found in what was there before.
          </p>
        ) : null}
        {act.failure === null ? null : (
          <p role="alert" className="text-flag">
            {act.failure}
          </p>
        )}
      </div>
    </Card>
  );
}

function State({ run, assessed, all }: Pick<Props, "run" | "assessed" | "all">) {
  if (run.state === "queued") return <span className="text-dim">The detectors wait for the worker.</span>;
  if (run.state === "running") return <span className="tabular-nums">{run.step ?? "Beginning"}…</span>;
  if (run.state === "failed")
    return <span className="text-warn">The detectors failed: {visibleText(run.error ?? "unknown")}</span>;
  if (run.state === "cancelled") return <span className="text-dim">The detectors were stopped.</span>;
  if (run.state === "none") return <span className="text-dim">The detectors have not run on this case.</span>;
  return (
    <span className="text-dim">
      {assessed} of {countOf(all, "detector")} looked
      {run.finishedMs === null ? null : (
        <>
          , ending <When at={Math.floor(run.finishedMs / 1000) * 1000} />
        </>
      )}
    </span>
  );
}
