"use client";

import type { Thing } from "@/components/annotations/annotation-actions";
import { COLOUR_LOOKS } from "@/components/annotations/colour-look";
import { PinSign } from "@/components/annotations/mark-signs";
import { useAnnotations, useMark } from "@/components/annotations/marks";
import { useTurnPin } from "@/components/annotations/use-turn-pin";
import { useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { MARK_COLOURS } from "@/lib/core/mark-colour";

/** Pins a thing and gives it a colour; for who may only read, what it has. */
export function MarkBar({ thing }: { thing: Thing }) {
  const { caseId, actions } = useAnnotations();
  const mark = useMark(thing.subject);
  const may = useMay("marks.change");
  const { run, failure } = useCaseAction();
  const turnPin = useTurnPin();
  const pinned = mark?.pinned ?? false;
  const colour = mark?.colour ?? null;
  if (!may)
    return pinned || colour !== null ? (
      <p className="text-dim">{[pinned ? "Pinned" : "", colour ?? ""].filter(Boolean).join(" · ")}</p>
    ) : null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button aria-pressed={pinned} busy={turnPin.busy} onClick={() => turnPin.run(thing)}>
        <PinSign filled={pinned} />
        {pinned ? "Pinned" : "Pin"}
      </Button>
      <fieldset className="flex items-center gap-0.5">
        <legend className="sr-only">Colour</legend>
        {MARK_COLOURS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={colour === one}
            aria-label={one}
            title={one}
            onClick={() => run(() => actions.colour({ caseId, ...thing, colour: colour === one ? null : one }))}
            className="grid size-6 place-items-center rounded-md border border-transparent aria-pressed:border-text"
          >
            <span className={`size-3 rounded-full ${COLOUR_LOOKS[one]}`} />
          </button>
        ))}
      </fieldset>
      {failure === null && turnPin.failure === null ? null : (
        <p role="alert" className="text-flag text-sm">
          {failure ?? turnPin.failure}
        </p>
      )}
    </div>
  );
}
