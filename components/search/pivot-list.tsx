import { PivotLink } from "@/components/search/pivot-link";
import { type Pivot, pivotsOf } from "@/components/search/pivots";
import { searchField } from "@/lib/search/search-field";
import type { TimelineEvent } from "@/lib/timeline/events/event.types";

/** The ways from an event to everything else in the case that has one of its values, or is the same instance's. */
export function PivotList({ event, instanceId }: { event: TimelineEvent; instanceId?: string }) {
  const whose: Pivot[] = instanceId === undefined ? [] : [{ field: "instance", value: instanceId }];
  const pivots = [...pivotsOf(event), ...whose];
  if (pivots.length === 0) return <p className="text-dim">The record names nothing that others could share.</p>;
  return (
    <ul className="grid gap-1">
      {pivots.map((pivot) => (
        <li key={`${pivot.field} ${pivot.value}`} className="flex min-w-0 gap-2">
          <span className="w-[94px] shrink-0 text-dim" title={searchField(pivot.field).words}>
            {pivot.field}
          </span>
          <span className="mono min-w-0 [overflow-wrap:anywhere]">
            <PivotLink pivot={pivot} />
          </span>
        </li>
      ))}
    </ul>
  );
}
