"use client";

import { useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { MarkSigns, SpeechSign } from "@/components/annotations/mark-signs";
import { NotesDialog } from "@/components/annotations/notes-dialog";
import { Button } from "@/components/ui/button";
import { visibleText } from "@/lib/core/visible-text";

/** The marks of a thing, and the way to see and change them. */
export function NotesButton({ thing, small = false }: { thing: Thing; small?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <span className="inline-flex items-center gap-1.5">
      <MarkSigns subject={thing.subject} />
      <Button
        tone={small ? "quiet" : "plain"}
        className={small ? "-my-1 h-6! px-1.5!" : ""}
        aria-label={`Notes on ${visibleText(thing.title)}`}
        title="Pin, tag, colour, comment"
        onClick={() => setOpen(true)}
      >
        <SpeechSign />
        {small ? null : "Notes"}
      </Button>
      <NotesDialog thing={open ? thing : null} onClose={() => setOpen(false)} />
    </span>
  );
}
