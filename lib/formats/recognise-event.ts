import { isObject, type JsonObject, textAt } from "@/lib/formats/json/json-value";
import { type RecordKind, recogniseRecord, SECURITY_HUB } from "@/lib/formats/recognise-record";

/** Tells what an event of EventBridge carries; null where the object is no such event, or one of no known kind. */
export function recogniseEvent(object: JsonObject): RecordKind | null {
  const about = textAt(object, "detail-type");
  const { detail } = object;
  if (about === null || !isObject(detail)) return null;
  if (about.startsWith("Security Hub") && Array.isArray(detail.findings)) {
    const first = detail.findings.find(isObject);
    return (first && recogniseRecord(new Set(Object.keys(first)))) ?? SECURITY_HUB;
  }
  return recogniseRecord(new Set(Object.keys(detail)));
}
