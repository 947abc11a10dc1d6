import type { Subject } from "@/lib/core/subject";

/** The one text of a subject: two are the same subject exactly when theirs are equal. At most 2,200 bytes of UTF-8. */
export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case "event":
      return `event:${subject.fileSha256}:${subject.record}`;
    case "group":
      return `group:${subject.instanceId}:${subject.key}`;
    case "instance":
      return `instance:${subject.instanceId}`;
    case "detection":
      return `detection:${subject.key}`;
    case "span": {
      const { held, value, vpcId, holder, from } = subject;
      // Texts by their lengths: as they are, so that none grows by being written down.
      const lengths = `${value.length}:${vpcId === null ? "" : vpcId.length}`;
      const fromMs = from === null ? "" : Date.parse(from);
      return `span:${held}:${fromMs}:${lengths}:${value}${vpcId ?? ""}${holder}`;
    }
  }
}
