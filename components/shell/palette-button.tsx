"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";

// Read when it is first asked for: most pages are left without it.
const CommandPalette = dynamic(() => import("@/components/shell/command-palette").then((part) => part.CommandPalette), {
  ssr: false,
});

export function PaletteButton() {
  const [open, setOpen] = useState(false);
  useShortcut("mod+k", () => setOpen(true), "Go anywhere");
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-7 shrink-0 items-center gap-2 rounded-md border border-line bg-raise px-2 text-faint text-sm hover:text-text lg:w-56 lg:px-2.5"
      >
        <svg viewBox="0 0 14 14" aria-hidden="true" className="size-3.5" fill="none" stroke="currentColor">
          <circle cx="6" cy="6" r="4" strokeWidth="1.4" />
          <path d="m9 9 3.5 3.5" strokeWidth="1.4" strokeLinecap="round" />
        </svg>
        <span className="grow text-left max-lg:sr-only">Go anywhere</span>
        <kbd className="rounded border border-line px-1 font-mono text-xs max-lg:hidden">Ctrl K</kbd>
      </button>
      {open ? <CommandPalette onClose={() => setOpen(false)} /> : null}
    </>
  );
}
