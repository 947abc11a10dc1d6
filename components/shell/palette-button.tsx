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
        aria-label="Go anywhere"
        onClick={() => setOpen(true)}
        className="flex h-7 items-center gap-3 rounded-md border border-line bg-raise px-2.5 text-faint text-sm hover:text-text lg:w-56 lg:justify-between"
      >
        <span className="max-lg:sr-only">Go anywhere</span>
        <kbd className="font-mono text-xs">Ctrl K</kbd>
      </button>
      {open ? <CommandPalette onClose={() => setOpen(false)} /> : null}
    </>
  );
}
