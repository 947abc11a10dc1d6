import { isInstant, parseInstant } from "@/lib/core/instant";
import { type JsonObject, numberAt, textAt } from "@/lib/formats/json/json-value";

/** Epoch ms of what the AWS command prints of a time: seconds since 1970, or ISO 8601 by its settings. Null where it is none. */
export function timeAt(object: JsonObject, name: string): number | null {
  const ms = Math.trunc((numberAt(object, name) ?? Number.NaN) * 1000);
  return isInstant(ms) ? ms : parseInstant(textAt(object, name) ?? "");
}
