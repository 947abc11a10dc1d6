"use client";

import { useState } from "react";
import { parseTime } from "@/components/format/times";
import { useTimes } from "@/components/shell/zone";

/** A moment to show in the table, typed in the zone of the page. */
export function JumpToTime({ onJump }: { onJump: (ms: number) => void }) {
  const times = useTimes();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className="flex"
      onSubmit={(event) => {
        event.preventDefault();
        const ms = parseTime(times.zone, typed);
        setWrong(ms === null);
        if (ms !== null) onJump(ms);
      }}
    >
      <input
        aria-label="Go to a time"
        aria-invalid={wrong || undefined}
        title={wrong ? "Not a time. Write it as 2026-02-16 22:57" : `A time in ${times.name}, as 2026-02-16 22:57`}
        placeholder="Go to time"
        value={typed}
        maxLength={40}
        onChange={(event) => {
          setTyped(event.target.value);
          setWrong(false);
        }}
        className="h-7 w-[138px] rounded-md border border-line bg-raise px-2 text-sm tabular-nums placeholder:text-faint aria-invalid:border-flag"
      />
      <button type="submit" className="sr-only focus:not-sr-only">
        Go
      </button>
    </form>
  );
}
