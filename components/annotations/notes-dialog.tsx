"use client";

import dynamic from "next/dynamic";
import type { Thing } from "@/components/annotations/annotation-actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { visibleText } from "@/lib/core/visible-text";

// Opened by few of those who open a page.
const NotesPanel = dynamic(() => import("@/components/annotations/notes-panel").then((part) => part.NotesPanel));

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
