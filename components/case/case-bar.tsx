"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { CaseMenu } from "@/components/case/case-menu";
import { IndicatorChips } from "@/components/case/indicator-chips";
import { CaseLive } from "@/components/live/case-live";
import { useTimes } from "@/components/shell/zone";
import { Chip } from "@/components/ui/chip";
import { stateName } from "@/lib/cases/case-state";

/** What stays above every page of a case, below the way to it: what is flagged, its window and state; on its own page its name. */
export function CaseBar({
  shown,
  actions,
  live,
}: {
  shown: ShownCase;
  actions: CaseActions;
  /** Who looks at it, and the last change that the page knows of. */
  live: { ownId: string; after: number };
}) {
  const path = usePathname();
  const asked = useSearchParams().get("ip");
  const base = `/cases/${shown.id}`;
  return (
    <section
      aria-label="About this case"
      className="relative z-20 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b bg-panel px-4 py-1.5 sm:sticky sm:top-12 sm:px-6"
    >
      {path === base ? (
        <h1 className="min-w-0 truncate font-semibold text-lg max-sm:pr-12" title={shown.title}>
          {shown.title}
        </h1>
      ) : null}
      <div className="flex min-w-0 flex-wrap items-center gap-1.5 max-sm:pr-12">
        <IndicatorChips shown={shown} path={path} asked={asked} />
        <Window shown={shown} />
        {shown.dwell === null ? null : <Chip title={shown.dwell.words}>{`dwell ${shown.dwell.length}`}</Chip>}
        <Chip tone={STATE_TONES[shown.state] ?? "plain"} title={STATE_WORDS[shown.state]}>
          {stateName(shown.state)}
        </Chip>
        {shown.hold === null ? null : <HoldChip hold={shown.hold} />}
      </div>
      <div className="grow" />
      <CaseLive key={shown.id} caseId={shown.id} {...live} />
      <CaseMenu shown={shown} actions={actions} />
    </section>
  );
}

const STATE_TONES: Record<string, "ok" | "warn" | "plain"> = { open: "ok", "in-review": "warn" };

/** What the state of a case means for those who would change it. */
const STATE_WORDS: Record<string, string> = {
  closed: "It takes no changes until it is reopened",
  archived: "It takes no changes, and detections and roll-ups are made again when it is reopened",
};

function HoldChip({ hold }: { hold: NonNullable<ShownCase["hold"]> }) {
  const times = useTimes();
  return (
    <Chip
      tone="warn"
      title={`Nothing is removed from this case: ${hold.reason} (${hold.by}, ${times.instant(hold.atMs)})`}
    >
      Legal hold
    </Chip>
  );
}

function Window({ shown: { windowFromMs: from, windowToMs: to } }: { shown: ShownCase }) {
  const times = useTimes();
  if (from === null && to === null) return <Chip title="The case has no window of its own">all of the evidence</Chip>;
  const words =
    from !== null && to !== null
      ? times.span(from, to)
      : from !== null
        ? `from ${times.dayClock(from)}`
        : `up to ${times.dayClock(to ?? 0)}`;
  const exact = `${from === null ? "open" : times.instant(from)} up to ${to === null ? "open" : times.instant(to)}`;
  return <Chip title={exact}>{words}</Chip>;
}
