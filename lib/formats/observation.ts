import { canonicalAddress, isPrivateAddress } from "@/lib/core/address";
import type { Observation } from "@/lib/core/records";

/** An observation from what a record says; what it does not say is null. */
export function observation(
  said: Pick<Observation, "record" | "event" | "proof" | "atMs"> & Partial<Observation>,
): Observation {
  return {
    beganAtMs: null,
    accountId: null,
    region: null,
    vpcId: null,
    subnetId: null,
    interfaceId: null,
    instanceId: null,
    natGatewayId: null,
    attachmentId: null,
    deviceIndex: null,
    privateIps: [],
    publicIps: [],
    elasticIps: [],
    power: null,
    allocationId: null,
    associationId: null,
    interfaceType: null,
    description: null,
    roleArn: null,
    ...said,
  };
}

/** Sorts addresses by kind, in canonical text, each once; what is no address is left out. */
export function sortAddresses(given: (string | null)[]): { privateIps: string[]; publicIps: string[] } {
  const known = new Set<string>();
  for (const text of given) {
    const ip = text === null ? null : canonicalAddress(text);
    if (ip) known.add(ip);
  }
  const ips = [...known];
  return { privateIps: ips.filter(isPrivateAddress), publicIps: ips.filter((ip) => !isPrivateAddress(ip)) };
}
