import { constants, gunzipSync } from "node:zlib";
import { LARGEST_VALUE } from "@/lib/formats/framing/json-cutter";
import { isObject, type JsonObject, objectAt, parseJson, textAt } from "@/lib/formats/json/json-value";

/** So much of the text tells what its messages are. */
const HEAD_BYTES = 64 * 1024;

/** What a Lambda function gets from a subscription of CloudWatch Logs: gzip in base64, 6 MB at most as AWS sends it. */
function dataOf(value: JsonObject): string | null {
  return textAt(objectAt(value, "awslogs"), "data");
}

/**
 * The subscription's document out of the event that a Lambda function was given, `{"awslogs":{"data":"…"}}`; null where the
 * object is no such event, a text where it is one that cannot be unpacked.
 * Source: CloudWatch Logs User Guide, "Log group-level subscription filters", Lambda.
 */
export function unpackLambdaEvent(value: JsonObject): JsonObject | string | null {
  const data = dataOf(value);
  if (data === null) return null;
  try {
    const text = gunzipSync(Buffer.from(data, "base64"), { maxOutputLength: LARGEST_VALUE }).toString("utf8");
    const document = parseJson(text);
    return isObject(document) ? document : "awslogs.data holds no JSON object";
  } catch (error) {
    return `awslogs.data cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const DATA = /"awslogs"\s*:\s*\{\s*"data"\s*:\s*"([A-Za-z0-9+/]+)/;

/** The beginning of the document in the first event of a file, of which only the head is known; null where it has none. */
export function lambdaHead(head: string): string | null {
  const data = DATA.exec(head)?.[1];
  if (data === undefined) return null;
  try {
    const bytes = Buffer.from(data, "base64");
    const text = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LARGEST_VALUE });
    return text.subarray(0, HEAD_BYTES).toString("utf8");
  } catch {
    return null;
  }
}
