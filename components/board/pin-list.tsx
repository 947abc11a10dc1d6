"use client";

import { type DragEvent, type KeyboardEvent, useState } from "react";
import { COLOUR_LOOKS } from "@/components/annotations/colour-look";
import { NotesButton } from "@/components/annotations/notes-button";
import { PinNote } from "@/components/annotations/pin-note";
import { CiteButton } from "@/components/board/cite-button";
import { SubjectLine } from "@/components/board/subject-line";
import { May, useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { FailureText } from "@/components/ui/failure-text";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";
import type { PinRow } from "@/lib/timeline/annotations/read-pins";

interface Props {
  caseId: string;
  pins: readonly PinRow[];
  /** Null where the board is shown as it was. */
  move: ((input: { caseId: string; pinId: string; beforeId: string | null }) => Promise<ActionResult<unknown>>) | null;
}

/** What is pinned, in the order that people gave it: dragged to its place, or moved by buttons and Alt with the arrow keys. */
export function PinList({ caseId, pins, move }: Props) {
  const { run, busy, failure } = useCaseAction();
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const may = useMay("marks.change") && move !== null;
  const place = (pinId: string, beforeId: string | null) => {
    if (move !== null && !busy) run(() => move({ caseId, pinId, beforeId }));
  };
  const step = (index: number, by: -1 | 1) => {
    const pin = pins[index];
    // Before the one above it; or before the one that follows the one below it.
    const before = pins[by < 0 ? index - 1 : index + 2];
    if (pin && (by < 0 ? before !== undefined : index + 1 < pins.length)) place(pin.id, before?.id ?? null);
  };
  const drag = (id: string) => ({
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = "move";
      setDragged(id);
    },
    onDragEnd: () => {
      setDragged(null);
      setOver(null);
    },
    onDragOver: (event: DragEvent) => {
      if (dragged === null) return;
      event.preventDefault();
      setOver(id);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged !== null && dragged !== id) place(dragged, id);
      setOver(null);
    },
  });
  const onKey = (event: KeyboardEvent, index: number) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    step(index, event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <Card
      title="Pinned"
      note={may && pins.length > 1 ? "drag to another place, or Alt with ↑ and ↓ on its buttons" : undefined}
    >
      <FailureText text={failure} className="px-3.5 py-2" />
      {pins.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">
          {move === null
            ? "Nothing had been pinned."
            : "Nothing is pinned yet. Pin an event, an instance or a detection where you see it, or press p on a row."}
        </p>
      ) : (
        <ol aria-label="Pinned" className="divide-y divide-soft">
          {pins.map((pin, index) => (
            <li
              key={pin.id}
              {...(may ? drag(pin.id) : {})}
              onKeyDown={(event) => may && onKey(event, index)}
              className={`flex flex-wrap gap-3 px-3.5 py-2.5 ${may ? "cursor-grab" : ""} ${over === pin.id && dragged !== pin.id ? "bg-flow/8" : ""} ${dragged === pin.id ? "opacity-50" : ""}`}
            >
              <span className="num w-5 shrink-0 pt-0.5 text-faint">{index + 1}</span>
              <div className="grid min-w-0 flex-1 basis-56 gap-1">
                <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                  <SubjectLine caseId={caseId} subject={pin.subject} title={pin.title} at={pin.at} />
                  <Marks pin={pin} />
                </div>
                {move === null ? (
                  <p className="whitespace-pre-wrap break-words">{visibleText(pin.note, { lines: true })}</p>
                ) : (
                  <PinNote pin={pin} />
                )}
                <p className="text-dim text-sm">
                  pinned by {visibleText(pin.by)}, <When at={Math.floor(Date.parse(pin.pinnedAt) / 1000) * 1000} />
                </p>
              </div>
              {move === null ? null : (
                <div className="flex shrink-0 flex-wrap items-start justify-end gap-1">
                  <NotesButton thing={{ subject: pin.subject, title: pin.title, at: pin.at }} small />
                  <CiteButton thing={{ subject: pin.subject, title: pin.title, at: pin.at }} />
                  <May to="marks.change">
                    <Button
                      tone="quiet"
                      aria-label={`Move ${visibleText(pin.title)} up`}
                      disabled={index === 0}
                      onClick={() => step(index, -1)}
                    >
                      ↑
                    </Button>
                    <Button
                      tone="quiet"
                      aria-label={`Move ${visibleText(pin.title)} down`}
                      disabled={index === pins.length - 1}
                      onClick={() => step(index, 1)}
                    >
                      ↓
                    </Button>
                  </May>
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function Marks({ pin: { colour, tags } }: { pin: PinRow }) {
  return (
    <>
      {colour === null ? null : (
        <span className={`inline-block size-2.5 rounded-full ${COLOUR_LOOKS[colour]}`} title={colour} />
      )}
      {tags.map((tag) => (
        <Chip key={tag}>{`#${tag}`}</Chip>
      ))}
    </>
  );
}
