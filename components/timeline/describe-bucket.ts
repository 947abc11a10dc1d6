import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { formatDayClock } from "@/components/format/format-time";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

/** What one bucket of the lanes holds, in a line. */
export function describeBucket({ buckets, bytes, lookups, calls }: LaneModel, bucket: number): string {
  const parts = [formatDayClock(buckets.fromMs + bucket * buckets.bucketMs)];
  const at = (list: readonly (number | null)[]) => list[bucket] ?? null;
  if (at(bytes.elseOut) === null) parts.push("flow logs: not recorded");
  else {
    parts.push(`with the address ${formatBytes(at(bytes.withOut) ?? 0)} out, ${formatBytes(at(bytes.withIn) ?? 0)} in`);
    parts.push(`else ${formatBytes(at(bytes.elseOut) ?? 0)} out, ${formatBytes(at(bytes.elseIn) ?? 0)} in`);
  }
  const queries = at(lookups.queries);
  if (queries === null) parts.push("lookups: not recorded");
  else {
    const tied = at(lookups.toIndicator) ?? 0;
    parts.push(`${countOf(queries, "lookup")}${tied > 0 ? ` (${formatCount(tied)} gave the address)` : ""}`);
  }
  const allowed = at(calls.allowed);
  if (allowed === null) parts.push("calls: not recorded");
  else {
    const denied = at(calls.denied) ?? 0;
    const elsewhere = at(calls.elsewhere) ?? 0;
    parts.push(countOf(allowed + denied + elsewhere, "call"));
    if (denied > 0) parts.push(`${formatCount(denied)} denied`);
    if (elsewhere > 0) parts.push(`${formatCount(elsewhere)} from elsewhere`);
  }
  return parts.join(" · ");
}
