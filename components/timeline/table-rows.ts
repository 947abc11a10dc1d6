import { describeEvent, describeGroup, type EventWords } from "@/components/timeline/describe-event";
import { placeOf } from "@/components/timeline/event-place";
import type { OpenGroup } from "@/components/timeline/use-event-groups";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";
import type { EventRow } from "@/lib/timeline/events/event.types";

/** A line of the table: an event or group, an event of an open group, the rest of one that is still to be read, or what somebody entered by hand. */
export type TableRow = { id: string } & (
  | { kind: "event"; event: EventRow; words: EventWords; place: string; open: boolean | null; inGroup: boolean }
  | { kind: "rest"; group: string; left: number; state: OpenGroup["state"] }
  | { kind: "manual"; event: ManualEventRow; atMs: number }
);

const known = new WeakMap<EventRow, EventWords>();

function wordsOf(event: EventRow): EventWords {
  let words = known.get(event);
  if (!words) {
    words = event.group ? describeGroup(event, event.group) : describeEvent(event);
    known.set(event, words);
  }
  return words;
}

/** The lines of the table: rows in their order, each open group followed by its records as far as they are read. */
export function tableRows(
  rows: readonly EventRow[],
  groups: ReadonlyMap<string, OpenGroup>,
  latestFirst: boolean,
): TableRow[] {
  const ordered = latestFirst ? [...rows].reverse() : rows;
  return ordered.flatMap((event): TableRow[] => {
    const place = placeOf(event);
    const group = event.group ? groups.get(place) : undefined;
    const line: TableRow = {
      ...{ id: place, kind: "event", event, words: wordsOf(event), place, inGroup: false },
      open: event.group ? group !== undefined : null,
    };
    if (!group) return [line];
    const members = group.rows.map((member): TableRow => {
      const of = placeOf(member);
      return {
        ...{ id: `${place}/${of}`, kind: "event", event: member, words: wordsOf(member), place: of },
        ...{ inGroup: true, open: null },
      };
    });
    const left = (event.group?.count ?? 0) - group.rows.length;
    const isWhole = group.state === "ready" && group.next === null;
    return isWhole
      ? [line, ...members]
      : [line, ...members, { id: `${place}/rest`, kind: "rest", group: place, left, state: group.state }];
  });
}
