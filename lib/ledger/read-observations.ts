import { isPrivateAddress } from "@/lib/core/address";
import type { FlowSighting, HoldingSpan, LedgerInput, StoredObservation } from "@/lib/ledger/ledger.types";
import type { HardEvent, SoftObservation } from "@/lib/ledger/resolve-holding";

/** Holders of addresses are interfaces or, where no record names one, instances. */
export const INTERFACE = "if:";
export const INSTANCE = "in:";

/** The interface a holder stands for, null for an instance. */
export function interfaceKeyOf(holder: string): string | null {
  return holder.startsWith(INTERFACE) ? holder.slice(INTERFACE.length) : null;
}

export function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** All that is said of one subject. */
export interface Claims {
  hard: HardEvent[];
  soft: SoftObservation[];
}

/** A private address means something only inside its VPC; a public one everywhere. */
export interface AddressSubject {
  ip: string;
  vpcId: string | null;
}

export const PUBLIC_SCOPE = "public";

/** Map of claims by key, made on first use. */
export class ClaimBook {
  readonly #claims = new Map<string, Claims>();

  of(key: string): Claims {
    let claims = this.#claims.get(key);
    if (!claims) {
      claims = { hard: [], soft: [] };
      this.#claims.set(key, claims);
    }
    return claims;
  }

  find(key: string): Claims | undefined {
    return this.#claims.get(key);
  }

  entries(): IterableIterator<[string, Claims]> {
    return this.#claims.entries();
  }
}

/** The key of an address: its VPC (or the public scope, or "" where the VPC is unknown) and the address. */
export function addressKey(vpcId: string | null, ip: string): string {
  return `${isPrivateAddress(ip) ? (vpcId ?? "") : PUBLIC_SCOPE}|${ip}`;
}

export function parseAddressKey(key: string): AddressSubject {
  const bar = key.indexOf("|");
  const scope = key.slice(0, bar);
  return { vpcId: scope === "" || scope === PUBLIC_SCOPE ? null : scope, ip: key.slice(bar + 1) };
}

/** Begins and ends are hard; a description is hard where it names when the holding began; the rest was seen. */
export function addClaim(claims: Claims, observation: StoredObservation, holder: string | null): void {
  const { evidence } = observation;
  const proof: HoldingSpan["proof"] = observation.proof === "flow" ? "record" : observation.proof;
  if (observation.event !== "seen") {
    claims.hard.push({ atMs: observation.atMs, event: observation.event, holder, proof, evidence });
  } else if (holder !== null && observation.beganAtMs !== null) {
    claims.hard.push({ atMs: observation.beganAtMs, event: "begins", holder, proof, evidence });
  } else if (holder !== null) {
    claims.soft.push({ fromMs: observation.atMs, toMs: observation.atMs, holder, proof, evidence });
  }
}

export function sightingClaim(sighting: FlowSighting, holder: string): SoftObservation {
  return {
    fromMs: sighting.firstStartMs,
    toMs: sighting.lastStartMs,
    holder,
    proof: "record",
    evidence: sighting.evidence,
  };
}

/** Fills what a call leaves out from what another record says of the same attachment or association. */
export function joinByIds(input: LedgerInput): StoredObservation[] {
  const attachments = new Map<string, StoredObservation>();
  const associations = new Map<string, StoredObservation>();
  const allocations = new Map<string, string[]>();
  for (const observation of input.observations) {
    if (observation.attachmentId && observation.interfaceId) attachments.set(observation.attachmentId, observation);
    if (observation.associationId && observation.publicIps.length > 0) {
      associations.set(observation.associationId, observation);
    }
    // Only an address described by itself is surely the allocation's alone.
    const [address] = observation.publicIps;
    if (observation.allocationId && address && observation.publicIps.length === 1) {
      allocations.set(observation.allocationId, [address]);
    }
  }
  return input.observations.map((observation) => {
    const attached = observation.attachmentId ? attachments.get(observation.attachmentId) : undefined;
    const associated = observation.associationId ? associations.get(observation.associationId) : undefined;
    const allocated = observation.allocationId ? allocations.get(observation.allocationId) : undefined;
    if (!attached && !associated && !allocated) return observation;
    return {
      ...observation,
      interfaceId: observation.interfaceId ?? attached?.interfaceId ?? associated?.interfaceId ?? null,
      instanceId: observation.instanceId ?? attached?.instanceId ?? associated?.instanceId ?? null,
      publicIps: observation.publicIps.length > 0 ? observation.publicIps : (allocated ?? associated?.publicIps ?? []),
    };
  });
}

/** Own-side addresses that the flow records of an interface show by themselves. */
export function ownIpsFromFlows(sightings: FlowSighting[]): string[] {
  const named = new Set<string>();
  for (const { ownIps } of sightings) for (const ip of ownIps) named.add(ip);
  if (named.size > 0) return [...named].sort();
  let common: Set<string> | undefined;
  for (const sighting of sightings) {
    const here = new Set(sighting.commonIps);
    common = new Set([...(common ?? here)].filter((ip) => here.has(ip)));
  }
  const left: string[] = [...(common ?? [])];
  if (left.length === 1) return left;
  // An interface never logs its own public address: of one private and one public end, the private one is its own.
  const inside = left.filter(isPrivateAddress);
  return left.length === 2 && inside.length === 1 ? inside : [];
}
