import { countOf } from "@/components/format/format-count";
import type { Counts } from "@/components/search/use-counts";
import { useTimes } from "@/components/shell/zone";

/** What counts are of: they never pass a part for the whole. `from` says at which end of time counting begins. */
export function CountsBasis({ of: { counted, next, reading }, from }: { of: Counts; from: "first" | "newest" }) {
  const times = useTimes();
  const all = from === "first" ? "all that fit" : "all of the search";
  if (next === null && !reading)
    return (
      <p className="text-dim">
        Of {countOf(counted, "record")}, {all}.
      </p>
    );
  const way = from === "first" ? "up to" : "back to";
  const reached = next === null ? "" : `, ${way} ${times.dayClock(Number(next.split(".")[0]))}`;
  if (reading)
    return (
      <p className="text-dim">
        Counting: {countOf(counted, "record")} so far{reached}.
      </p>
    );
  return (
    <p className="text-warn">
      Of the {from} {countOf(counted, "record")} alone{reached}.{from === "newest" ? " Zoom in to count all." : ""}
    </p>
  );
}
