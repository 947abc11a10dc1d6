"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";

// From here on there is room beside the table.
const BESIDE = "(min-width: 80rem)";

/** The sheet of one record beside a table of them, where there is room; else over it. */
export function SheetFrame({
  chips,
  steps,
  title,
  below,
  onClose,
  children,
}: {
  chips: ReactNode;
  /** Ways to the records next to it. */
  steps?: ReactNode;
  title: string;
  below: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Over the table the sheet takes the focus; beside it the table keeps it.
    if (!window.matchMedia(BESIDE).matches) heading.current?.focus();
  }, []);
  useShortcut("esc", onClose, "Close the event");
  // Beside the page, not in it: it is a landmark of its own.
  return createPortal(
    <aside
      id="event-sheet"
      aria-label="Event"
      className="fixed inset-0 z-40 overflow-y-auto border-line bg-panel sm:left-auto sm:w-[372px] sm:border-l sm:shadow-2xl xl:top-[49px] xl:z-20 xl:shadow-none"
    >
      <div className="border-line border-b px-4 py-3">
        <div className="mb-2 flex items-center gap-1.5">
          {chips}
          <div className="grow" />
          {steps}
          <Button tone="quiet" aria-label="Close" title="Close: Esc" onClick={onClose}>
            <Glyph of="close" />
          </Button>
        </div>
        <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg [overflow-wrap:anywhere]">
          {title}
        </h2>
        {below}
      </div>
      {children}
    </aside>,
    document.body,
  );
}
