"use client";

import type { Thing } from "@/components/annotations/annotation-actions";
import { NotesPanel } from "@/components/annotations/notes-panel";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { visibleText } from "@/lib/core/visible-text";

/** What people say of one thing, over the page; null is closed. */
export function NotesDialog({ thing, onClose }: { thing: Thing | null; onClose: () => void }) {
  return (
    <Dialog open={thing !== null} onClose={onClose} title="Notes" wide>
      {thing === null ? null : (
        <>
          <p className="text-dim [overflow-wrap:anywhere]">{visibleText(thing.title)}</p>
          <NotesPanel thing={thing} focus />
          <div className="flex justify-end">
            <Button onClick={onClose}>Close</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
