"use client";

import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { AthenaSteps } from "@/components/fetch/athena-steps";
import { ExistingLogs } from "@/components/fetch/existing-logs";
import { FetchGaps } from "@/components/fetch/fetch-gaps";
import { type FetchActions, FetchSources } from "@/components/fetch/fetch-sources";
import { countOf } from "@/components/format/format-count";
import { useTimes } from "@/components/shell/zone";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { Span, When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { FetchView } from "@/lib/fetch/fetch-view.types";

const STATES: Record<string, string> = {
  planning: "Planning",
  planned: "Planned, not started",
  running: "Fetching",
  loading: "Loading what came",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};
const MOVING = new Set(["planning", "running", "loading"]);

/** The fetches of a case, the newest first: what is planned, how far each is, what it brought and what it could not. */
export function FetchList({
  caseId,
  fetches,
  actions,
}: {
  caseId: string;
  fetches: readonly FetchView[];
  actions: FetchActions;
}) {
  if (fetches.length === 0) return null;
  return (
    <>
      {fetches.some(({ state }) => MOVING.has(state)) ? <AutoRefresh /> : null}
      {fetches.map((fetch) => (
        <FetchCard key={fetch.id} caseId={caseId} fetch={fetch} actions={actions} />
      ))}
    </>
  );
}

function FetchCard({ caseId, fetch, actions }: { caseId: string; fetch: FetchView; actions: FetchActions }) {
  const { id: fetchId, state, sources, error, gaps, gapCount } = fetch;
  const { run, busy, failure } = useCaseAction();
  const times = useTimes();
  const one = { caseId, fetchId };
  return (
    <Card
      title={
        <span className="inline-flex flex-wrap items-center gap-x-2">
          {visibleText(fetch.connectionName)}
          <Chip tone={state === "failed" || gapCount > 0 ? "warn" : "plain"}>{STATES[state] ?? state}</Chip>
        </span>
      }
      note={
        <>
          <Span fromMs={fetch.fromMs} toMs={fetch.toMs} /> · asked by {visibleText(fetch.actor)},{" "}
          <When at={fetch.createdMs} />
        </>
      }
    >
      {sources.length === 0 ? null : <FetchSources {...one} fetch={fetch} skip={actions.skip} />}
      <ExistingLogs {...one} fetch={fetch} of={times.instant(fetch.createdMs)} choose={actions.choose} />
      <AthenaSteps steps={fetch.athena} />
      <div className="grid gap-2 px-3.5 py-2.5 empty:hidden">
        {error === null ? null : <p className="text-warn">{visibleText(error)}</p>}
        {fetch.planCalls === 0 ? null : (
          <p className="text-dim text-sm">
            {countOf(fetch.planCalls, "call")} {state === "planning" ? "made so far to plan it" : "made to plan it"}
          </p>
        )}
        <FetchGaps gaps={gaps} count={gapCount} />
        <FailureText text={failure} />
        <May to="evidence.add">
          <div className="flex flex-wrap justify-end gap-2 empty:hidden">
            {state === "planning" || state === "planned" || state === "running" ? (
              <Button busy={busy} onClick={() => run(() => actions.cancel(one))}>
                {state === "running" ? "Cancel the fetch" : "Drop the plan"}
              </Button>
            ) : null}
            {(state === "done" || state === "failed") && sources.some(({ failed }) => failed > 0) ? (
              <Button busy={busy} onClick={() => run(() => actions.retry(one))}>
                Try again what failed
              </Button>
            ) : null}
            {state === "planned" ? (
              <Button tone="primary" busy={busy} onClick={() => run(() => actions.start(one))}>
                Start the fetch
              </Button>
            ) : null}
          </div>
        </May>
      </div>
    </Card>
  );
}
