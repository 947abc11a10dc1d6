import { ListReader } from "@/lib/reference/list-reader";
import type { ListedValue, Skipped } from "@/lib/reference/reference.types";

/** Which parts of a value (split at `|`) are an address or name, by the attribute's type (MISP core format). */
const TYPES: Record<string, readonly number[]> = {
  "ip-src": [0],
  "ip-dst": [0],
  "ip-src|port": [0],
  "ip-dst|port": [0],
  "domain|ip": [0, 1],
  "hostname|port": [0],
  domain: [0],
  hostname: [0],
};

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields[] => (typeof value === "object" && value !== null ? [value as Fields] : []);
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.flatMap(fieldsOf) : []);
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** The events of an export, a search's answer or a feed; null for JSON that has none. */
export function mispEvents(json: unknown): Fields[] | null {
  const [root] = fieldsOf(json);
  const rows = Array.isArray(json)
    ? listOf(json)
    : Array.isArray(root?.response)
      ? listOf(root.response)
      : [root ?? {}];
  const events = rows.flatMap((row) => fieldsOf(row.Event));
  return events.length > 0 && events.some((event) => "Attribute" in event || "Object" in event) ? events : null;
}

/** The attributes that are meant for detection, of events and of the objects in them. */
export async function readMisp(events: readonly Fields[]): Promise<{
  values: ListedValue[];
  skipped: Skipped[];
  datedMs: number | null;
}> {
  const list = new ListReader();
  let datedMs: number | null = null;
  for (const event of events) {
    const seconds = Number(event.timestamp);
    if (Number.isSafeInteger(seconds) && seconds > 0 && seconds < 1e11)
      datedMs = Math.max(datedMs ?? 0, seconds * 1000);
    const attributes = [
      ...listOf(event.Attribute),
      ...listOf(event.Object).flatMap((object) => listOf(object.Attribute)),
    ];
    for (const attribute of attributes) {
      await list.pause();
      const parts = Object.hasOwn(TYPES, textOf(attribute.type)) ? (TYPES[textOf(attribute.type)] ?? []) : [];
      if (parts.length === 0) list.skip("attribute of another kind");
      else if (attribute.deleted === true) list.skip("deleted");
      else if (attribute.to_ids !== true) list.skip("not meant for detection (to_ids)");
      else {
        const values = textOf(attribute.value).split("|");
        const note = [textOf(event.info), textOf(attribute.comment)].filter(Boolean).join(": ");
        for (const at of parts) list.add(values[at] ?? "", note);
      }
    }
  }
  return { values: list.values, skipped: list.skipped, datedMs };
}
