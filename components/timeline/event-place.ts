import type { EventRow } from "@/lib/timeline/events/event.types";
import { writeCursor } from "@/lib/timeline/events/event-cursor";

/** The place of a row's event, as URLs have it; tells one event from all others. */
export function placeOf({ atMs, source, evidence }: EventRow): string {
  return writeCursor({ atMs, source, fileId: evidence.fileId, record: evidence.record });
}
