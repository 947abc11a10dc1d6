"use client";

import { useState } from "react";
import { useShortcut, useShortcutList, useSingleKeys } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** The `?` help: every key of the page that is open, and the switch that turns single keys off. */
export function KeysHelp() {
  const [open, setOpen] = useState(false);
  useShortcut("?", () => setOpen(true), "Show these keys");
  const shortcuts = useShortcutList();
  const { on, turn } = useSingleKeys();
  return (
    <>
      <Button tone="quiet" onClick={() => setOpen(true)}>
        Keys
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Keys of this page">
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5">
          {shortcuts.map(({ keys, words }) => (
            <div key={`${keys} ${words}`} className="contents">
              <dt>
                <kbd className="rounded border border-line bg-raise px-1.5 py-0.5 font-mono text-sm">{shown(keys)}</kbd>
              </dt>
              <dd className={!on && !keys.includes("+") ? "text-faint line-through" : ""}>{words}</dd>
            </div>
          ))}
        </dl>
        <label className="flex items-center gap-2 border-line border-t pt-3">
          <input type="checkbox" checked={on} onChange={(event) => turn(event.target.checked)} className="size-4" />
          Single keys work on this browser
        </label>
      </Dialog>
    </>
  );
}

const NAMES: Record<string, string> = { escape: "Esc", enter: "Enter", mod: "Ctrl" };

function shown(keys: string): string {
  return keys
    .split("+")
    .map((key) => NAMES[key.toLowerCase()] ?? (key.length === 1 && keys.includes("+") ? key.toUpperCase() : key))
    .join(" ");
}
