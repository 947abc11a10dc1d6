"use client";

import { useTimes } from "@/components/shell/zone";

/** A moment, day and time in the zone of the page; the year on hover. */
export function When({ at }: { at: string | number }) {
  const times = useTimes();
  const ms = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={new Date(ms).toISOString()} title={times.instant(ms)} className="mono whitespace-nowrap">
      {times.dayClock(ms)}
    </time>
  );
}

/** From one moment to another, in the zone of the page. */
export function Span({ fromMs, toMs }: { fromMs: number; toMs: number }) {
  return <>{useTimes().span(fromMs, toMs)}</>;
}
