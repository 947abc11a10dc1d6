import { parseInstant } from "@/lib/core/instant";
import { eventName } from "@/lib/formats/cloudtrail/event-names";
import { CloudTrailReader } from "@/lib/formats/cloudtrail/read-event";
import { readStructText } from "@/lib/formats/cloudtrail/struct-text";
import type { CsvKind } from "@/lib/formats/csv/csv-kind";
import { rowObject } from "@/lib/formats/csv/row-object";
import { isObject, type JsonObject, objectAt, textAt } from "@/lib/formats/json/json-value";

/** Members of `userIdentity` that tables give a column of their own. */
const IDENTITY = new Set(["type", "arn", "principalId", "accountId", "accessKeyId", "userName", "invokedBy"]);
const FLAGS = ["readOnly", "managementEvent"];
/** Members that are text or yes and no in every form of an event: two copies are compared by them. */
const COMPARED = [
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "errorCode",
  "requestID",
  "eventID",
  "eventTime",
  "eventType",
  "recipientAccountId",
  "readOnly",
];

const NO_IDS = "its columns hold no event ids: rows that are equal in all of them count once";

/** Where a column's value stands in an event. */
function pathOf(column: string): string {
  const path = column.split(".").map(eventName);
  return path.length === 1 && IDENTITY.has(path[0] ?? "") ? `userIdentity.${path[0]}` : path.join(".");
}

/** Columns whose members a table names itself, in lower case where an engine wrote it; in others they are the service's own. */
const STRUCTS = new Set(["userIdentity", "addendum"]);
const DEEPEST = 16;

/** The same with members named as events name them. */
function renamed(value: unknown, depth = DEEPEST): unknown {
  if (!isObject(value) || depth === 0) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [eventName(name), renamed(member, depth - 1)]),
  );
}

/** As events write it, whichever way a query prints a time; what is no time stays, to be refused with its text. */
function eventTime(text: string): string {
  const ms = parseInstant(text);
  return ms === null ? text : new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function eventOf(names: readonly string[], cells: readonly string[], timestamp: string | undefined): JsonObject {
  const event = rowObject(names, cells);
  for (const [name, value] of Object.entries(event)) {
    const told = typeof value === "string" ? readStructText(value) : value;
    const read = STRUCTS.has(name) ? renamed(told) : told;
    if (read === null) delete event[name];
    else if (isObject(read) || Array.isArray(read)) event[name] = read;
  }
  for (const flag of FLAGS) {
    const text = typeof event[flag] === "string" ? event[flag].toLowerCase() : "";
    if (text === "true" || text === "false") event[flag] = text === "true";
  }
  const time = textAt(event, "eventTime") ?? timestamp;
  if (time !== undefined) event.eventTime = eventTime(time);
  return event;
}

/** Members may come as columns beside the struct they belong to: they fill what it lacks. */
function joinIdentity(event: JsonObject, columns: JsonObject): void {
  const identity = { ...objectAt(columns, "userIdentity"), ...objectAt(event, "userIdentity") };
  if (Object.keys(identity).length > 0) event.userIdentity = identity;
}

/**
 * CloudTrail events out of a table: CSV of Athena and CloudTrail Lake, with their structs, the console's download, Lake's
 * GetQueryResults, and Logs Insights with one column a member. Columns are known by name, however they are spelled.
 */
export const cloudTrailRows: CsvKind = (columns) => {
  const names = columns.map(pathOf);
  if (!names.includes("eventName") || columns.includes("class_uid")) return null;
  if (!names.includes("eventSource") && !names.includes("eventID") && !names.includes("eventTime")) return null;
  const timestamp = columns.indexOf("@timestamp");
  if (!names.includes("eventTime") && timestamp < 0)
    return { kind: null, reason: "CloudTrail events without a time (eventTime): its rows are no records" };
  if (!names.includes("eventSource"))
    return { kind: null, reason: "CloudTrail events without their service (eventSource): its rows are no records" };
  const isIdentity = names.map((name) => name.startsWith("userIdentity."));
  const whole = names.map((name, index) => (isIdentity[index] || columns[index]?.startsWith("@") ? "" : name));
  return {
    kind: "cloudtrail",
    reason: null,
    open(sink) {
      const reader = new CloudTrailReader(sink);
      if (!names.includes("eventID")) sink.note = NO_IDS;
      return {
        row(cells, text) {
          const event = eventOf(
            whole.filter(Boolean),
            cells.filter((_, index) => whole[index]),
            cells[timestamp],
          );
          joinIdentity(
            event,
            rowObject(
              names,
              cells.map((cell, index) => (isIdentity[index] && cell !== "null" ? cell : "")),
            ),
          );
          const compared = Object.fromEntries(COMPARED.flatMap((name) => (name in event ? [[name, event[name]]] : [])));
          reader.event(event, text, compared);
        },
      };
    },
  };
};
