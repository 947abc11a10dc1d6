"use client";

import { useState } from "react";
import { EditedText } from "@/components/annotations/edited-text";
import { useAnnotations } from "@/components/annotations/marks";
import { May } from "@/components/case/rights";
import { Button } from "@/components/ui/button";
import { visibleText } from "@/lib/core/visible-text";
import type { Notes } from "@/lib/timeline/annotations/marks.types";

/** Why something is pinned, in the words of whoever wrote it. */
export function PinNote({ pin }: { pin: NonNullable<Notes["pin"]> }) {
  const { caseId, actions } = useAnnotations();
  const [editing, setEditing] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  if (editing)
    return (
      <EditedText
        label="Note of the pin"
        kept={{ text: pin.note, version: pin.version }}
        save={(edit) => actions.note({ caseId, pinId: pin.id, edit })}
        onKept={({ state }) => {
          setEditing(false);
          setTold(state === "merged" ? "Kept together with what someone else changed meanwhile." : null);
        }}
        onLeave={() => setEditing(false)}
      />
    );
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      {pin.note === "" ? null : (
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{visibleText(pin.note, { lines: true })}</p>
      )}
      <May to="marks.change">
        <Button tone="quiet" onClick={() => setEditing(true)}>
          {pin.note === "" ? "Write a note" : "Edit the note"}
        </Button>
      </May>
      {told === null ? null : (
        <p role="status" className="text-ok text-sm">
          {told}
        </p>
      )}
    </div>
  );
}
