import { isInstanceId } from "@/lib/core/instance-id";
import { parseInstant } from "@/lib/core/instant";
import type { Said } from "@/lib/formats/aws-describe/observe-holdings";
import { type JsonObject, textAt } from "@/lib/formats/json/json-value";
import { sortAddresses } from "@/lib/formats/observation";
import { refusal } from "@/lib/formats/refusal";

/** One address as a network: IPAM writes every resource's place as one. */
const SINGLE = /^(.+)\/(?:32|128)$/;

function holderOf(id: string): Partial<Said> | null {
  if (id.startsWith("eni-")) return { interfaceId: id };
  if (id.startsWith("eipalloc-")) return { allocationId: id };
  return isInstanceId(id) ? { instanceId: id } : null;
}

/**
 * One record of IPAM's address history, names in camelCase: a resource had an address from the sample at which it was
 * first seen to the one at which it was no longer; without an end it has it still. A network larger than one address says
 * nothing of who held one. Source: EC2 API Reference, "IpamAddressHistoryRecord".
 */
export function historySaid(record: JsonObject): Said[] | string {
  const id = textAt(record, "resourceId");
  const network = textAt(record, "resourceCidr");
  const start = textAt(record, "sampledStartTime");
  const end = textAt(record, "sampledEndTime");
  if (id === null || network === null) return "ResourceId or ResourceCidr is missing: no history record";
  if (start === null) return "SampledStartTime is missing: no time";
  const startMs = parseInstant(start);
  const endMs = end === null ? null : parseInstant(end);
  if (startMs === null) return refusal("SampledStartTime", start, "a time");
  if (end !== null && endMs === null) return refusal("SampledEndTime", end, "a time");
  const holder = holderOf(id);
  const ip = (SINGLE.exec(network)?.[1] ?? (network.includes("/") ? null : network)) || null;
  const ips = sortAddresses([ip]);
  if (holder === null || ips.privateIps.length + ips.publicIps.length === 0) return [];
  const shared = {
    ...{ accountId: textAt(record, "resourceOwnerId"), region: textAt(record, "resourceRegion") },
    ...{ vpcId: textAt(record, "vpcId"), ...holder, ...ips },
  };
  const seen: Said = { ...shared, event: "seen", atMs: startMs };
  return endMs === null ? [seen] : [seen, { ...shared, event: "ends", atMs: endMs }];
}
