"use client";

import { useEffect, useSyncExternalStore } from "react";
import { useHotkeys } from "react-hotkeys-hook";

export interface Shortcut {
  keys: string;
  words: string;
}

const STORED = "threadline-single-keys";
const NONE: readonly Shortcut[] = [];
let registered: readonly Shortcut[] = NONE;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function singleKeysAreOn(): boolean {
  return localStorage.getItem(STORED) !== "off";
}

/** Whether single keys do anything: people who speak to their machine press them unknowingly. */
export function useSingleKeys(): { on: boolean; turn: (on: boolean) => void } {
  const on = useSyncExternalStore(listen, singleKeysAreOn, () => true);
  return {
    on,
    turn: (next) => {
      localStorage.setItem(STORED, next ? "on" : "off");
      changed();
    },
  };
}

/** The keys of the page as it stands, for its help. */
export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(
    listen,
    () => registered,
    () => NONE,
  );
}

/** Those of the keys that do something now, as `aria-keyshortcuts` takes them. */
export function useBoundKeys(...keys: string[]): string | undefined {
  const list = useShortcutList();
  const { on } = useSingleKeys();
  const bound = keys.filter((key) => on && list.some((shortcut) => shortcut.keys === key));
  return bound.length === 0 ? undefined : bound.join(" ");
}

/**
 * Binds a key while the component stands, and lists it in the help under `words`. Keys as the keyboard makes them
 * (`/`, `?`, `[`), or with a modifier (`mod+k`: Ctrl, on a Mac Cmd). Does nothing while someone types in a field.
 */
export function useShortcut(keys: string, run: () => void, words: string, enabled = true): void {
  const { on } = useSingleKeys();
  const single = !keys.includes("+");
  useHotkeys(keys, run, {
    ...{ useKey: true, preventDefault: true, enabled: enabled && (on || !single) },
    // A combination works from within a field too.
    ...{ enableOnFormTags: !single },
  });
  useEffect(() => {
    if (!enabled) return;
    const entry = { keys, words };
    registered = [...registered, entry];
    changed();
    return () => {
      registered = registered.filter((other) => other !== entry);
      changed();
    };
  }, [keys, words, enabled]);
}
