import { formatDayClock, formatInstant, toMs } from "@/components/format/format-time";

/** A moment, day and time in UTC; the year on hover. */
export function When({ at }: { at: string | number }) {
  const ms = typeof at === "number" ? at : toMs(at);
  return (
    <time dateTime={new Date(ms).toISOString()} title={formatInstant(ms)} className="mono whitespace-nowrap">
      {formatDayClock(ms)}
    </time>
  );
}
