"use client";

import { useState } from "react";
import { parseTime } from "@/components/format/times";
import { useTimes } from "@/components/shell/zone";

export interface TypedMoment {
  typed: string;
  /** Null where nothing, or no time, is typed. */
  ms: number | null;
  /** What is wrong with what is typed. */
  error: string | null;
  type: (typed: string) => void;
}

/** A moment as it is typed in the zone of the page: when the zone changes it stays the same moment, in other words. */
export function useTypedMoment(initialMs: number | null = null): TypedMoment {
  const times = useTimes();
  const retype = (ms: number | null, otherwise: string) => (ms === null ? otherwise : times.typed(ms));
  const [state, setState] = useState({ times, typed: retype(initialMs, "") });
  if (state.times !== times) setState({ times, typed: retype(parseTime(state.times.zone, state.typed), state.typed) });
  const asSet = retype(initialMs, "");
  // Typed text has whole seconds; a moment that nobody touched keeps what it has below them.
  const ms = state.typed === asSet ? initialMs : parseTime(times.zone, state.typed);
  const isWrong = state.typed.trim() !== "" && (ms === null || ms < 0);
  return {
    typed: state.typed,
    ms: isWrong ? null : ms,
    error: isWrong ? "This is not a time. Write it as 2026-02-16 22:30 or 2026-02-16 22:30:15." : null,
    type: (typed) => setState({ times, typed }),
  };
}
