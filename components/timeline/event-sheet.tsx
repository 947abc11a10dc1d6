"use client";

import { useState } from "react";
import { NotesPanel } from "@/components/annotations/notes-panel";
import { thingOfEvent } from "@/components/annotations/thing-of";
import { formatDuration } from "@/components/format/format-time";
import { PivotList } from "@/components/search/pivot-list";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useTimes } from "@/components/shell/zone";
import { AroundList } from "@/components/timeline/around-list";
import { askEvents, type EventsOf } from "@/components/timeline/ask-events";
import { CopyButton } from "@/components/timeline/copy-button";
import { describeEvent } from "@/components/timeline/describe-event";
import { SOURCE_NAMES } from "@/components/timeline/event-filters";
import { eventJson, eventText } from "@/components/timeline/event-texts";
import { FactList } from "@/components/timeline/fact-list";
import { peerNameFacts } from "@/components/timeline/peer-name-words";
import { RawSection } from "@/components/timeline/raw-section";
import { rowFacts } from "@/components/timeline/row-facts";
import { SheetFrame } from "@/components/timeline/sheet-frame";
import { SheetSection } from "@/components/timeline/sheet-section";
import { useEventDetail } from "@/components/timeline/use-event-detail";
import { WhoLinks } from "@/components/timeline/who-links";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { SourceSquare } from "@/components/ui/source-square";
import type { EventRow } from "@/lib/timeline/events/event.types";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";

export interface EventSheetProps {
  of: EventsOf;
  place: string;
  /** The event as the table has it: shown at once. */
  known: EventRow | null;
  params: URLSearchParams;
  firstContactMs: number | null;
  onOpen: (place: string) => void;
  onClose: () => void;
}

/** One event with all that is known of it: facts, verdicts, its surroundings, its raw record and where that stands. */
export default function EventSheet({ of, place, known, params, firstContactMs, onOpen, onClose }: EventSheetProps) {
  const times = useTimes();
  const [whole, setWhole] = useState<string | null>(null);
  const { detail, raw } = useEventDetail(of, place, params, whole === place);
  const row = detail.answer?.row ?? known;
  const { previous = null, next = null } = detail.answer ?? {};
  useShortcut("[", () => previous && onOpen(previous), "Previous event of the same kind");
  useShortcut("]", () => next && onOpen(next), "Next event of the same kind");
  const facts = [...(row ? peerNameFacts(row) : []), ...(detail.answer?.facts ?? (known ? rowFacts(known) : []))];
  const verdicts = detail.answer?.verdicts ?? [];
  const words = row ? describeEvent(row) : null;
  const told = row && words ? { what: words.what, row, facts, verdicts, raw: raw.answer } : null;
  return (
    <SheetFrame
      chips={
        <>
          {row ? (
            <Chip>
              <SourceSquare of={row.source} />
              {SOURCE_NAMES[row.source]}
            </Chip>
          ) : null}
          {row?.source === "api" && row.foreign ? <Chip tone="flag">from elsewhere</Chip> : null}
          {row?.withIndicator ? <Chip tone="flag">with the address</Chip> : null}
        </>
      }
      steps={
        <>
          <Button
            tone="quiet"
            aria-label="Previous event of the same kind"
            title="Previous event of the same kind: ["
            disabled={previous === null}
            onClick={() => previous && onOpen(previous)}
          >
            ↑
          </Button>
          <Button
            tone="quiet"
            aria-label="Next event of the same kind"
            title="Next event of the same kind: ]"
            disabled={next === null}
            onClick={() => next && onOpen(next)}
          >
            ↓
          </Button>
        </>
      }
      title={words ? words.what : detail.failed ? "This event cannot be shown" : "Reading the event…"}
      below={
        <>
          {row ? (
            <p className="text-dim">
              {words?.peer ? <span className="[overflow-wrap:anywhere]">{words.peer} · </span> : null}
              <time className="mono" dateTime={new Date(row.atMs).toISOString()}>
                {times.instant(row.atMs)}
              </time>
              {firstContactMs === null ? null : <> · {fromContact(row.atMs - firstContactMs)}</>}
            </p>
          ) : null}
          {told ? (
            <div className="mt-2 flex flex-wrap gap-2">
              <CopyButton name="Copy as text" text={() => eventText(told, times)} />
              <CopyButton name="Copy as JSON" text={() => eventJson(told)} />
            </div>
          ) : null}
        </>
      }
      onClose={onClose}
    >
      {detail.failed ? (
        <p className="px-4 py-3 text-warn" role="alert">
          {detail.failed}
        </p>
      ) : null}
      {verdicts.length > 0 ? (
        <SheetSection title="What stands out">
          <ul className="grid gap-1">
            {verdicts.map(({ text, flag }) => (
              <li key={text} className={flag ? "text-flag" : "text-dim"}>
                {text}
              </li>
            ))}
          </ul>
        </SheetSection>
      ) : null}
      {row ? (
        <SheetSection title="Notes">
          <NotesPanel key={place} thing={thingOfEvent({ ...row, group: undefined }, null)} />
        </SheetSection>
      ) : null}
      {facts.length > 0 ? (
        <SheetSection title="Facts">
          <FactList facts={facts} />
          {row ? <WhoLinks caseId={of.caseId} row={row} /> : null}
        </SheetSection>
      ) : null}
      {detail.answer ? (
        <SheetSection title="Five minutes around it, the nearest of each source">
          <AroundList rows={detail.answer.around} opened={{ place, atMs: detail.answer.row.atMs }} onOpen={onOpen} />
        </SheetSection>
      ) : null}
      {row ? (
        <SheetSection title="Everything in the case with">
          <PivotList event={row} {...(row.source === "flow" && row.hop ? {} : { instanceId: of.instanceId })} />
        </SheetSection>
      ) : null}
      {row ? (
        <RawSection
          caseId={of.caseId}
          evidence={row.evidence}
          isCall={row.source === "api"}
          raw={raw}
          readWhole={() => askEvents<RawRecord>(of, "/raw", new URLSearchParams(), { open: place, whole: "1" })}
          onWhole={() => setWhole(place)}
        />
      ) : null}
    </SheetFrame>
  );
}

function fromContact(ms: number): string {
  if (ms === 0) return "the first contact";
  return `${formatDuration(ms)} ${ms < 0 ? "before" : "after"} first contact`;
}
