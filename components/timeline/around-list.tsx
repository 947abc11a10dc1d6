import { describeEvent } from "@/components/timeline/describe-event";
import { SOURCE_NAMES } from "@/components/timeline/event-filters";
import { placeOf } from "@/components/timeline/event-place";
import { SourceSquare } from "@/components/ui/source-square";
import type { EventRow } from "@/lib/timeline/events/event.types";

/** `−2:41`, `+0:08.250` */
function distance(ms: number): string {
  const length = Math.abs(ms);
  const seconds = Math.floor(length / 1000);
  const rest = length % 1000 === 0 ? "" : `.${String(length % 1000).padStart(3, "0")}`;
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}${rest}`;
  return ms === 0 ? "0:00" : `${ms < 0 ? "−" : "+"}${clock}`;
}

/** The events nearest to one, with how far before or after it they are; each opens. */
export function AroundList({
  rows,
  opened,
  onOpen,
}: {
  rows: readonly EventRow[];
  opened: { place: string; atMs: number };
  onOpen: (place: string) => void;
}) {
  return (
    <ol>
      {rows.map((row) => {
        const place = placeOf(row);
        const words = describeEvent(row);
        const isIt = place === opened.place;
        return (
          <li key={place}>
            <button
              type="button"
              onClick={() => onOpen(place)}
              aria-current={isIt ? "true" : undefined}
              title={`${words.what}${words.peer ? `, ${words.peer}` : ""}`}
              className="grid w-full grid-cols-[64px_9px_minmax(0,1fr)] items-center gap-2 rounded py-[3px] text-left hover:bg-soft aria-[current]:font-medium"
            >
              <span className={`mono ${isIt ? "" : "text-faint"}`}>{distance(row.atMs - opened.atMs)}</span>
              <SourceSquare of={row.source} />
              <span className={`truncate ${words.flagged && !isIt ? "text-flag" : ""}`}>
                <span className="sr-only">{SOURCE_NAMES[row.source]} </span>
                {words.what}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
