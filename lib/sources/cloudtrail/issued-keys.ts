import { CloudTrailReader } from "@/lib/formats/cloudtrail/read-event";
import { LogSink } from "@/lib/formats/log-sink";

/** Ids of access keys that successful calls of a page of LookupEvents gave to their callers, each once. */
export function issuedKeys(events: readonly { CloudTrailEvent?: string | undefined }[]): string[] {
  const sink = new LogSink("cloudtrail");
  const reader = new CloudTrailReader(sink);
  for (const { CloudTrailEvent: text } of events)
    if (text !== undefined) reader.object({ CloudTrailEvent: text }, text);
  const keys = (sink.take()?.calls ?? []).map(({ issuedKeyId }) => issuedKeyId);
  return [...new Set(keys.filter((key) => key !== null))];
}
