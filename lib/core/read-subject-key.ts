import { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";

/** The subject of a key; null for text that is none. */
export function readSubjectKey(text: string): Subject | null {
  const subject = Subject.safeParse(partsOf(text)).data;
  // Only the one text: no number with a leading zero.
  return subject !== undefined && subjectKey(subject) === text ? subject : null;
}

function partsOf(text: string): Record<string, unknown> | null {
  const end = text.indexOf(":");
  const [kind, rest] = [text.slice(0, end), text.slice(end + 1)];
  const [first, second] = rest.split(":");
  switch (kind) {
    case "event":
      return { kind, fileSha256: first, record: Number(second) };
    case "group":
      return { kind, instanceId: first, key: second };
    case "instance":
      return { kind, instanceId: rest };
    case "detection":
      return { kind, key: rest };
    case "span":
      return spanParts(rest);
    default:
      return null;
  }
}

const SPAN = /^([a-z-]+):(-?\d{0,16}):(\d{1,3}):(\d{0,3}):/;

function spanParts(rest: string): Record<string, unknown> | null {
  const [start, held, fromMs = "", value = "", vpc = ""] = SPAN.exec(rest) ?? [];
  if (start === undefined) return null;
  const texts = rest.slice(start.length);
  const [valueEnd, vpcEnd] = [Number(value), Number(value) + Number(vpc)];
  const from = new Date(Number(fromMs));
  if (Number.isNaN(from.getTime())) return null;
  return {
    ...{
      kind: "span",
      held,
      value: texts.slice(0, valueEnd),
      vpcId: vpc === "" ? null : texts.slice(valueEnd, vpcEnd),
    },
    ...{ holder: texts.slice(vpcEnd), from: fromMs === "" ? null : from.toISOString() },
  };
}
