import type { Thing } from "@/components/annotations/annotation-actions";
import { describeEvent, describeGroup } from "@/components/timeline/describe-event";
import type { EventRow } from "@/lib/timeline/events/event.types";

const MOST_TITLE = 500;

/** A row of events as what can be marked: a record, or, in an instance's table, the group that the row stands for. */
export function thingOfEvent(event: EventRow, instanceId: string | null): Thing {
  const { group, evidence } = event;
  const isGroup = group !== undefined && instanceId !== null;
  const words = isGroup ? describeGroup(event, group) : describeEvent(event);
  return {
    subject: isGroup
      ? { kind: "group", instanceId, key: group.key }
      : { kind: "event", fileSha256: evidence.sha256, record: evidence.record },
    title: [words.what, words.peer]
      .filter((part) => part !== "")
      .join(" · ")
      .slice(0, MOST_TITLE),
    at: new Date(event.atMs).toISOString(),
  };
}
