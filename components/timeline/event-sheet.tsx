"use client";

import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { formatDuration } from "@/components/format/format-time";
import { PivotList } from "@/components/search/pivot-list";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useTimes } from "@/components/shell/zone";
import { AroundList } from "@/components/timeline/around-list";
import type { EventsOf } from "@/components/timeline/ask-events";
import { CopyButton } from "@/components/timeline/copy-button";
import { describeEvent } from "@/components/timeline/describe-event";
import { SOURCE_NAMES } from "@/components/timeline/event-filters";
import { eventJson, eventText } from "@/components/timeline/event-texts";
import { FactList } from "@/components/timeline/fact-list";
import { peerNameFacts } from "@/components/timeline/peer-name-words";
import { RawSection } from "@/components/timeline/raw-section";
import { rowFacts } from "@/components/timeline/row-facts";
import { SheetSection } from "@/components/timeline/sheet-section";
import { useEventDetail } from "@/components/timeline/use-event-detail";
import { WhoLinks } from "@/components/timeline/who-links";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Glyph } from "@/components/ui/glyph";
import { SourceSquare } from "@/components/ui/source-square";
import type { EventRow } from "@/lib/timeline/events/event.types";

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

// From here on there is room beside the table.
const BESIDE = "(min-width: 80rem)";

/** One event with all that is known of it: facts, verdicts, its surroundings, its raw record and where that stands. */
export default function EventSheet({ of, place, known, params, firstContactMs, onOpen, onClose }: EventSheetProps) {
  const times = useTimes();
  const [whole, setWhole] = useState<string | null>(null);
  const { detail, raw } = useEventDetail(of, place, params, whole === place);
  const row = detail.answer?.row ?? known;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Over the table the sheet takes the focus; beside it the table keeps it.
    if (!window.matchMedia(BESIDE).matches) heading.current?.focus();
  }, []);
  const { previous = null, next = null } = detail.answer ?? {};
  useShortcut("[", () => previous && onOpen(previous), "Previous event of the same kind");
  useShortcut("]", () => next && onOpen(next), "Next event of the same kind");
  useShortcut("esc", onClose, "Close the event");
  const facts = [...(row ? peerNameFacts(row) : []), ...(detail.answer?.facts ?? (known ? rowFacts(known) : []))];
  const verdicts = detail.answer?.verdicts ?? [];
  const words = row ? describeEvent(row) : null;
  const told = row && words ? { what: words.what, row, facts, verdicts, raw: raw.answer } : null;
  // Beside the page, not in it: it is a landmark of its own.
  return createPortal(
    <aside
      id="event-sheet"
      aria-label="Event"
      className="fixed inset-0 z-40 overflow-y-auto border-line bg-panel sm:left-auto sm:w-[372px] sm:border-l sm:shadow-2xl xl:top-[49px] xl:z-20 xl:shadow-none"
    >
      <div className="border-line border-b px-4 py-3">
        <div className="mb-2 flex items-center gap-1.5">
          {row ? (
            <Chip>
              <SourceSquare of={row.source} />
              {SOURCE_NAMES[row.source]}
            </Chip>
          ) : null}
          {row?.source === "api" && row.foreign ? <Chip tone="flag">from elsewhere</Chip> : null}
          {row?.withIndicator ? <Chip tone="flag">with the address</Chip> : null}
          <div className="grow" />
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
          <Button tone="quiet" aria-label="Close" title="Close: Esc" onClick={onClose}>
            <Glyph of="close" />
          </Button>
        </div>
        <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg [overflow-wrap:anywhere]">
          {words ? words.what : detail.failed ? "This event cannot be shown" : "Reading the event…"}
        </h2>
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
      </div>
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
          <PivotList event={row} />
        </SheetSection>
      ) : null}
      {row ? <RawSection of={of} place={place} row={row} raw={raw} onWhole={() => setWhole(place)} /> : null}
    </aside>,
    document.body,
  );
}

function fromContact(ms: number): string {
  if (ms === 0) return "the first contact";
  return `${formatDuration(ms)} ${ms < 0 ? "before" : "after"} first contact`;
}
