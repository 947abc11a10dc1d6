import { canonicalAddress } from "@/lib/core/address";
import type { FieldName } from "@/lib/search/search-field";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { servicePort } from "@/lib/timeline/events/service-port";
import type { ValueCounts } from "@/lib/timeline/search/facets.types";

/** The fields that are counted beside the table, in their order. */
const FACET_FIELDS = ["source", "outcome", "action", "peer", "serviceport", "domain", "api", "error"] as const;
type FacetField = (typeof FACET_FIELDS)[number] & FieldName;

/** The values that an event has of the counted fields: those by which the same event is found with `field:value`. */
function valuesOf(event: FoundEvent): Partial<Record<FacetField, readonly (string | number | null)[]>> {
  const { source } = event;
  switch (source) {
    case "flow": {
      const { action, outbound, nearIp, peerIp } = event;
      const outcome = action === null ? null : action === "ACCEPT" ? "ok" : "failed";
      const peer = outbound === null ? [...new Set([nearIp, peerIp])] : [peerIp];
      return { source: [source], outcome: [outcome], action: [action], peer, serviceport: [servicePort(event)] };
    }
    case "dns":
      return { source: [source], outcome: [event.rcode === "NOERROR" ? "ok" : "failed"], domain: [event.name] };
    case "api": {
      const { errorCode, eventName, calledFrom } = event;
      const peer = [calledFrom === null ? null : canonicalAddress(calledFrom)];
      return {
        source: [source],
        outcome: [errorCode === null ? "ok" : "failed"],
        api: [eventName],
        error: [errorCode],
        peer,
      };
    }
    case "finding":
      return { source: [source], peer: [...new Set(event.remoteIps)] };
  }
}

/** Counts events by the values of their fields, all of them; a field that none of them has is left out. */
export function countValues(events: readonly FoundEvent[]): ValueCounts {
  const counts = new Map<FacetField, Map<string, number>>(FACET_FIELDS.map((field) => [field, new Map()]));
  for (const event of events) {
    const values = valuesOf(event);
    for (const field of FACET_FIELDS) {
      const counted = counts.get(field);
      for (const value of values[field] ?? []) {
        if (value !== null && value !== "") counted?.set(String(value), (counted.get(String(value)) ?? 0) + 1);
      }
    }
  }
  return FACET_FIELDS.flatMap((field) => {
    const values = [...(counts.get(field) ?? [])].map(([value, records]) => ({ value, records }));
    return values.length === 0 ? [] : [{ field, values }];
  });
}
