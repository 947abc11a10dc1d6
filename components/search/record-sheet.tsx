"use client";

import { useState } from "react";
import { NotesPanel } from "@/components/annotations/notes-panel";
import { thingOfEvent } from "@/components/annotations/thing-of";
import { PivotList } from "@/components/search/pivot-list";
import { askServer } from "@/components/shell/ask-server";
import { useTimes } from "@/components/shell/zone";
import { describeEvent } from "@/components/timeline/describe-event";
import { SOURCE_NAMES } from "@/components/timeline/event-filters";
import { FactList } from "@/components/timeline/fact-list";
import { RawSection } from "@/components/timeline/raw-section";
import { rowFacts } from "@/components/timeline/row-facts";
import { SheetFrame } from "@/components/timeline/sheet-frame";
import { SheetSection } from "@/components/timeline/sheet-section";
import { useAsked } from "@/components/timeline/use-event-detail";
import { WhoLinks } from "@/components/timeline/who-links";
import { Chip } from "@/components/ui/chip";
import { SourceSquare } from "@/components/ui/source-square";
import { visibleText } from "@/lib/core/visible-text";
import type { EventRow } from "@/lib/timeline/events/event.types";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";

/** A record that belongs to no known instance: what it says, where it stands, and what else has its values. */
export default function RecordSheet({
  caseId,
  place,
  known,
  onClose,
}: {
  caseId: string;
  place: string;
  /** The record as the list has it; null where it is not in the list. */
  known: EventRow | null;
  onClose: () => void;
}) {
  const times = useTimes();
  const [whole, setWhole] = useState<string | null>(null);
  const isWhole = whole === place;
  const read = (all: boolean, signal?: AbortSignal) => {
    const search = new URLSearchParams({ open: place, ...(all ? { whole: "1" } : {}) });
    return askServer<RawRecord>(`/api/cases/${encodeURIComponent(caseId)}/search/raw?${search}`, signal);
  };
  const raw = useAsked((signal) => read(isWhole, signal), `${place} ${isWhole}`);
  const words = known ? describeEvent(known) : null;
  const evidence = known?.evidence ?? raw.answer;
  const atMs = Number(place.split(".")[0]);
  return (
    <SheetFrame
      chips={
        <>
          {known ? (
            <Chip>
              <SourceSquare of={known.source} />
              {SOURCE_NAMES[known.source]}
            </Chip>
          ) : null}
          <Chip title="No evidence tells whose this record is">no known instance</Chip>
          {known?.withIndicator ? <Chip tone="flag">with the address</Chip> : null}
        </>
      }
      title={words?.what ?? (raw.failed ? "This record cannot be shown" : "A record of the evidence")}
      below={
        <p className="text-dim">
          {words?.peer ? <span className="[overflow-wrap:anywhere]">{visibleText(words.peer)} · </span> : null}
          <time className="mono" dateTime={new Date(atMs).toISOString()}>
            {times.instant(atMs)}
          </time>
        </p>
      }
      onClose={onClose}
    >
      {known ? (
        <>
          <SheetSection title="Notes">
            <NotesPanel key={place} thing={thingOfEvent(known, null)} />
          </SheetSection>
          <SheetSection title="Facts">
            <FactList facts={rowFacts(known)} />
            <WhoLinks caseId={caseId} row={known} />
          </SheetSection>
          <SheetSection title="Everything in the case with">
            <PivotList event={known} />
          </SheetSection>
        </>
      ) : null}
      <RawSection
        caseId={caseId}
        evidence={evidence}
        isCall={known?.source === "api"}
        raw={raw}
        readWhole={() => read(true)}
        onWhole={() => setWhole(place)}
      />
    </SheetFrame>
  );
}
