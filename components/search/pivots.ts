import { canonicalAddress } from "@/lib/core/address";
import type { FieldName } from "@/lib/search/search-field";
import { writeTerm } from "@/lib/search/write-term";
import type { TimelineEvent } from "@/lib/timeline/events/event.types";

/** A value to look for in the whole case. */
export interface Pivot {
  field: FieldName;
  value: string;
}

const addresses = (...texts: (string | null)[]): Pivot[] =>
  texts.flatMap((text) => {
    const value = text === null ? null : canonicalAddress(text);
    return value === null ? [] : [{ field: "ip" as const, value }];
  });
const of = (field: FieldName, value: string | null): Pivot[] =>
  value === null || value === "" ? [] : [{ field, value }];

/** The values of an event that other records may have, too. */
export function pivotsOf(event: TimelineEvent): Pivot[] {
  switch (event.source) {
    case "flow":
      return addresses(event.peerIp, event.nearIp);
    case "dns":
      return [...of("domain", event.name), ...addresses(...event.answers)];
    case "api":
      return [
        ...addresses(event.calledFrom),
        ...of("key", event.accessKeyId),
        ...[...of("role", event.roleArn), ...of("session", event.sessionName), ...of("api", event.eventName)],
      ];
    case "finding":
      return addresses(...event.remoteIps);
  }
}

export function pivotPath(caseId: string, { field, value }: Pivot): string {
  return `/cases/${encodeURIComponent(caseId)}/search?${new URLSearchParams({ q: writeTerm(field, value) })}`;
}
