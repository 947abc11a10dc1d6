import { namePeers } from "@/lib/investigate/names/name-peers";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { nameEvidence, type WithEvidence } from "@/lib/timeline/events/name-evidence";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

/** Gives events the names and hashes of their files, and flows the name of their far end. */
export async function nameEvents<Event extends FoundEvent>(
  scope: InstanceScope,
  events: readonly Event[],
): Promise<WithEvidence<Event>[]> {
  const peers = events.flatMap((event: FoundEvent) =>
    event.source === "flow" ? [{ ip: event.peerIp, atMs: event.atMs }] : [],
  );
  const [rows, names] = await Promise.all([nameEvidence(scope, events), namePeers(scope, peers)]);
  let at = 0;
  for (const row of rows) if (row.source === "flow") Object.assign(row, { peerName: names[at++] });
  return rows;
}
