import type { Condition } from "@aws-sdk/client-guardduty";
import { z } from "zod";
import { inGroupsOf } from "@/lib/core/in-groups-of";
import type { FetchQuestion } from "@/lib/sources/source.types";

/** GuardDuty takes so many values for a criterion. */
const MOST_VALUES = 50;

/**
 * Where a finding names what is looked for. GuardDuty joins criteria by "and", so each is a search of its own; it has no
 * criterion for remote IPv6 addresses, and none for the far ends of port probes.
 */
export const MEMBERS = {
  instance: "resource.instanceDetails.instanceId",
  "access-key": "resource.accessKeyDetails.accessKeyId",
  connection: "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4",
  "api-call": "service.action.awsApiCallAction.remoteIpDetails.ipAddressV4",
  name: "service.action.dnsRequestAction.domain",
} as const;
type Member = keyof typeof MEMBERS;

export const GuardDutySearch = z.object({
  by: z.enum(Object.keys(MEMBERS) as [Member, ...Member[]]).or(z.literal("time")),
  values: z.array(z.string()).max(MOST_VALUES),
});
export type GuardDutySearch = z.infer<typeof GuardDutySearch>;

/** The searches that find all that GuardDuty says about what is asked. Where one could miss some, all findings are read. */
export function searchesFor(question: FetchQuestion): GuardDutySearch[] {
  const { instanceIds, accessKeyIds, indicators } = question;
  const ips = indicators.flatMap(({ kind, value }) => (kind === "ip" ? [value] : []));
  const names = indicators.flatMap(({ kind, value }) => (kind === "name" ? [value] : []));
  const values: Record<Member, readonly string[]> = {
    ...{ instance: instanceIds, "access-key": accessKeyIds },
    ...{ connection: ips, "api-call": ips, name: names },
  };
  const searches = (Object.keys(MEMBERS) as Member[]).flatMap((by) =>
    inGroupsOf(MOST_VALUES, values[by]).map((some): GuardDutySearch => ({ by, values: some })),
  );
  const misses = ips.some((ip) => ip.includes(":")) || searches.length === 0;
  return misses ? [{ by: "time", values: [] }] : searches;
}

/**
 * The criteria of ListFindings for a search. A finding is of a time when it was changed at its begin or later: what it saw
 * last is never later than its last change.
 */
export function criteriaOf({ by, values }: GuardDutySearch, sinceMs: number): Record<string, Condition> {
  return {
    updatedAt: { GreaterThanOrEqual: sinceMs },
    ...(by === "time" ? {} : { [MEMBERS[by]]: { Equals: [...values] } }),
  };
}
