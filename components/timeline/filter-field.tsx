"use client";

import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";

const WAIT_MS = 250;

/** The filter's text; what is typed counts when the typing rests. */
export function FilterField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [last, setLast] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  // The address was changed by something else: a step back, a link.
  if (last !== value) {
    setLast(value);
    if (typed.trim() !== value) setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  useShortcut("/", () => field.current?.focus(), "Filter the events");
  const settle = (text: string, waitMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (text.trim() !== value) onChange(text.trim());
    }, waitMs);
  };
  return (
    <input
      ref={field}
      type="search"
      aria-label="Filter the events"
      placeholder="Name, call, role, error, address, 10.0.0.0/8, port"
      value={typed}
      maxLength={MOST_CHARACTERS}
      spellCheck={false}
      onChange={(event) => {
        setTyped(event.target.value);
        settle(event.target.value, WAIT_MS);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle(typed, 0);
        if (event.key === "Escape") {
          if (typed !== "") {
            setTyped("");
            settle("", 0);
          } else event.currentTarget.blur();
          event.preventDefault();
        }
      }}
      className="h-7 min-w-40 grow basis-56 rounded-md border border-line bg-raise px-2.5 text-sm placeholder:text-faint"
    />
  );
}
