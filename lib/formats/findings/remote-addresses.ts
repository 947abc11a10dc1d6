import { canonicalAddress } from "@/lib/core/address";
import { type JsonObject, listAt, objectAt, textAt } from "@/lib/formats/json/json-value";

/** Members of an action that can name a remote address; GuardDuty and Security Hub call them alike. */
const VARIANTS = [
  "networkConnectionAction",
  "awsApiCallAction",
  "kubernetesApiCallAction",
  "rdsLoginAttemptAction",
  "dnsRequestAction",
  "portProbeAction",
];

function remoteIpsOf(part: JsonObject): (string | null)[] {
  const remote = objectAt(part, "remoteIpDetails");
  return [textAt(remote, "ipAddressV4"), textAt(remote, "ipAddressV6")];
}

/** Every remote address of a finding's action, whatever its variant; names are in camelCase. */
export function actionIps(action: JsonObject): (string | null)[] {
  return VARIANTS.flatMap((name) => {
    const part = objectAt(action, name);
    const sources = Array.isArray(part.sourceIPs) ? part.sourceIPs : [];
    return [
      ...remoteIpsOf(part),
      ...listAt(part, "portProbeDetails").flatMap(remoteIpsOf),
      ...sources.map((source) => (typeof source === "string" ? source : null)),
    ];
  });
}

/** Addresses in canonical text, each once; what is no address is left out. */
export function distinctAddresses(texts: readonly (string | null)[]): string[] {
  const ips = texts.map((text) => (text === null ? null : canonicalAddress(text)));
  return [...new Set(ips.filter((ip): ip is string => ip !== null))];
}
