"use client";

import { useState } from "react";
import { type ReadWindow, readWindow, type TypedWindow } from "@/components/case/read-window";
import type { Times } from "@/components/format/times";
import { useTimes } from "@/components/shell/zone";

interface Ends {
  fromMs: number | null;
  toMs: number | null;
}

const OPEN: Ends = { fromMs: null, toMs: null };
const typeIn = (times: Times, { fromMs, toMs }: Ends): TypedWindow => ({
  from: fromMs === null ? "" : times.typed(fromMs),
  to: toMs === null ? "" : times.typed(toMs),
});

/** A window as it is typed in the zone of the page: when the zone changes it stays the same window, in other words. */
export function useTypedWindow(initial: Ends = OPEN) {
  const times = useTimes();
  const [exact, setExact] = useState(initial);
  const [state, setState] = useState({ times, typed: typeIn(times, initial) });
  if (state.times !== times) {
    const retype = (text: string, ms: number | null) => (ms === null ? text : times.typed(ms));
    const { fromMs, toMs } = readWindow(state.times.zone, state.typed);
    setState({ times, typed: { from: retype(state.typed.from, fromMs), to: retype(state.typed.to, toMs) } });
  }
  const asSet = typeIn(times, exact);
  const read = readWindow(times.zone, state.typed);
  const window: ReadWindow = {
    ...read,
    // Typed text has whole seconds; an end that nobody touched keeps what it has below them.
    fromMs: state.typed.from === asSet.from ? exact.fromMs : read.fromMs,
    toMs: state.typed.to === asSet.to ? exact.toMs : read.toMs,
  };
  return {
    typed: state.typed,
    window,
    type: (typed: TypedWindow) => setState({ times, typed }),
    set: (ends: Ends) => {
      setExact(ends);
      setState({ times, typed: typeIn(times, ends) });
    },
  };
}
