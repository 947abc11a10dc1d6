import type { Thing } from "@/components/annotations/annotation-actions";
import { describeEvent, describeGroup } from "@/components/timeline/describe-event";
import { Subject } from "@/lib/core/subject";
import type { EventRow } from "@/lib/timeline/events/event.types";
import type { LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";

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

/** A row of the ledger as what can be marked; null where a log gave it names of more than any real length. */
export function thingOfSpan({ subjectKind, subject, vpcId, holder, fromMs }: LedgerSpanRow): Thing | null {
  const from = fromMs === null ? null : new Date(fromMs).toISOString();
  const parsed = Subject.safeParse({
    ...{ kind: "span", held: subjectKind, value: subject, holder, from },
    vpcId: subjectKind === "private-address" ? vpcId : null,
  });
  return parsed.success
    ? { subject: parsed.data, title: `${subject} held by ${holder}`.slice(0, MOST_TITLE), at: from }
    : null;
}
