import type { FlowSighting, LedgerInput, StoredObservation } from "@/lib/ledger/ledger.types";
import { addPowerEnds } from "@/lib/ledger/power-ends";
import {
  addClaim,
  addressKey,
  ClaimBook,
  type Claims,
  groupBy,
  INSTANCE,
  INTERFACE,
  ownIpsFromFlows,
  sightingClaim,
} from "@/lib/ledger/read-observations";

export interface AddressClaims {
  /** Claims in an interface's name, by address key. */
  byInterface: ClaimBook;
  /** Claims in an instance's name alone, by address key. */
  byInstance: ClaimBook;
  /** Own-side addresses by interface. */
  ownIps: Map<string, Set<string>>;
  /** Adds the ends of the instances that a subject's claims name. */
  addTerminations(claims: Claims, holderPrefix: string): void;
}

function isTermination(o: StoredObservation): boolean {
  const names = [o.interfaceId, o.attachmentId, o.associationId, o.allocationId, ...o.privateIps, ...o.publicIps];
  return o.event === "ends" && o.instanceId !== null && names.every((name) => name === null);
}

/** Interfaces that calls delete, and those of NAT gateways that calls delete, let go of their addresses. */
function endGoneInterfaces(byInterface: ClaimBook, observations: readonly StoredObservation[]): void {
  const ends = observations.filter(
    ({ event, proof, interfaceId, natGatewayId, privateIps, publicIps, attachmentId }) =>
      event === "ends" &&
      proof === "call" &&
      (interfaceId !== null || natGatewayId !== null) &&
      attachmentId === null &&
      privateIps.length + publicIps.length === 0,
  );
  if (ends.length === 0) return;
  const interfacesOfNat = new Map<string, Set<string>>();
  for (const { natGatewayId, interfaceId } of observations) {
    if (natGatewayId === null || interfaceId === null) continue;
    interfacesOfNat.set(natGatewayId, (interfacesOfNat.get(natGatewayId) ?? new Set()).add(interfaceId));
  }
  const endsOf = new Map<string, StoredObservation[]>();
  for (const end of ends) {
    for (const id of end.interfaceId ? [end.interfaceId] : (interfacesOfNat.get(end.natGatewayId ?? "") ?? [])) {
      endsOf.set(INTERFACE + id, [...(endsOf.get(INTERFACE + id) ?? []), end]);
    }
  }
  for (const [, claims] of byInterface.entries()) {
    for (const holder of new Set([...claims.hard, ...claims.soft].map((claim) => claim.holder))) {
      for (const end of (holder !== null && endsOf.get(holder)) || []) addClaim(claims, end, holder);
    }
  }
}

/** Gathers what every record says of who had which address. */
export function collectAddressClaims(
  { observations, askers }: LedgerInput,
  sightings: Map<string, FlowSighting[]>,
  vpcOf: (interfaceKey: string, stated: string | null) => string | null,
): AddressClaims {
  const byInterface = new ClaimBook();
  const byInstance = new ClaimBook();
  const ownIps = new Map<string, Set<string>>();
  const own = (interfaceKey: string): Set<string> => {
    const set = ownIps.get(interfaceKey) ?? new Set<string>();
    ownIps.set(interfaceKey, set);
    return set;
  };
  for (const [interfaceKey, all] of sightings) {
    // A transit gateway logs the packets' own addresses: none of them is its attachment's.
    const seen = all.filter((sighting) => sighting.context.source === "vpc-flow");
    for (const ip of ownIpsFromFlows(seen)) {
      own(interfaceKey).add(ip);
      const holder = INTERFACE + interfaceKey;
      // Of hundreds of thousands of sightings few name another VPC than the one before.
      let last: { vpcId: string | null; claims: Claims } | null = null;
      for (const sighting of seen) {
        if (!sighting.ownIps.includes(ip) && !sighting.commonIps.includes(ip)) continue;
        const { vpcId } = sighting.context;
        if (last === null || last.vpcId !== vpcId)
          last = { vpcId, claims: byInterface.of(addressKey(vpcOf(interfaceKey, vpcId), ip)) };
        last.claims.soft.push(sightingClaim(sighting, holder));
      }
    }
  }
  for (const observation of observations) {
    const { interfaceId, instanceId } = observation;
    for (const ip of [...observation.privateIps, ...observation.publicIps]) {
      if (interfaceId) {
        own(interfaceId).add(ip);
        // An attachment begins an instance's hold of the interface; the interface had its address before.
        const attachOnly = observation.event === "seen" ? { ...observation, beganAtMs: null } : observation;
        addClaim(
          byInterface.of(addressKey(vpcOf(interfaceId, observation.vpcId), ip)),
          attachOnly,
          INTERFACE + interfaceId,
        );
      } else {
        addClaim(
          byInstance.of(addressKey(observation.vpcId, ip)),
          observation,
          instanceId ? INSTANCE + instanceId : null,
        );
        if (!instanceId && observation.event === "ends") {
          addClaim(byInterface.of(addressKey(observation.vpcId, ip)), observation, null);
        }
      }
    }
  }
  for (const asker of askers) {
    if (!asker.sourceIp) continue;
    byInstance.of(addressKey(asker.vpcId, asker.sourceIp)).soft.push({
      fromMs: asker.firstMs,
      toMs: asker.lastMs,
      holder: INSTANCE + asker.instanceId,
      proof: "dns",
      evidence: asker.evidence,
    });
  }
  // The end of an instance ends what it held: an interface, or an address claimed in its name alone.
  const endsOf = groupBy(observations.filter(isTermination), (observation) => observation.instanceId ?? "");
  addPowerEnds([byInterface, byInstance], observations, [...sightings.values()].flat());
  endGoneInterfaces(byInterface, observations);
  const addTerminations = (claims: Claims, prefix: string) => {
    const named = new Set([...claims.hard, ...claims.soft].map((claim) => claim.holder));
    for (const holder of named) {
      if (!holder?.startsWith(prefix)) continue;
      for (const end of endsOf.get(holder.slice(prefix.length)) ?? []) addClaim(claims, end, holder);
    }
  };
  for (const [, claims] of byInstance.entries()) addTerminations(claims, INSTANCE);

  return { byInterface, byInstance, ownIps, addTerminations };
}
