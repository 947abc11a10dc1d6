import { isPrivateAddress } from "@/lib/core/address";
import { collectAddressClaims } from "@/lib/ledger/address-claims";
import { collectFacts } from "@/lib/ledger/collect-facts";
import { contestedStretches } from "@/lib/ledger/contested-stretches";
import { findGateways } from "@/lib/ledger/gateways";
import type { Ledger, LedgerInput, OwnAddress, StoredObservation } from "@/lib/ledger/ledger.types";
import { listSpans } from "@/lib/ledger/list-spans";
import {
  addClaim,
  addressKey,
  ClaimBook,
  groupBy,
  INSTANCE,
  interfaceKeyOf,
  joinByIds,
  PUBLIC_SCOPE,
  parseAddressKey,
  sightingClaim,
} from "@/lib/ledger/read-observations";
import { type HeldStretch, type SoftObservation, stretchAt } from "@/lib/ledger/resolve-holding";
import { resolveSeen } from "@/lib/ledger/seen-stretches";
import {
  clip,
  type HolderStretch,
  type InstanceStretch,
  joinNeighbours,
  toInstanceStretch,
} from "@/lib/ledger/stretches";

/** An interface that is described as attached to nothing, or as gone: whoever held it no longer does. */
function isDetached({ event, proof, privateIps, publicIps }: StoredObservation): boolean {
  return event === "ends" && proof === "description" && privateIps.length + publicIps.length === 0;
}

/**
 * Builds the address ledger: who held which interface and address, when, from all the evidence at once.
 * Pure; the order of its input makes no difference to what it answers.
 *
 * Addresses are given to interfaces first, and through them to instances, because an address moves with its
 * interface; where only an instance is named with an address (resolver logs, some findings), that claim is carried
 * to the interface that had the address then.
 */
export function buildLedger(input: LedgerInput): Ledger {
  const observations = joinByIds(input);
  const gateways = findGateways({ ...input, observations });
  const { kinds, nats, endpointVpcs } = gateways;
  const sightings = groupBy(input.flows, (sighting) => sighting.context.interfaceKey);

  const vpcOfInterface = new Map<string, string>();
  for (const { context } of input.flows) if (context.vpcId) vpcOfInterface.set(context.interfaceKey, context.vpcId);
  for (const { interfaceId, vpcId } of observations) if (interfaceId && vpcId) vpcOfInterface.set(interfaceId, vpcId);
  const vpcOf = (interfaceKey: string, stated: string | null) => stated ?? vpcOfInterface.get(interfaceKey) ?? null;

  const { byInterface, byInstance, ownIps, addTerminations } = collectAddressClaims(
    { ...input, observations },
    sightings,
    vpcOf,
  );

  const interfacesOfAddress = new Map<string, HeldStretch[]>();
  const contested = { interfaces: new Map<string, HeldStretch[]>(), addresses: new Map<string, HeldStretch[]>() };
  const keysOfIp = new Map<string, Set<string>>();
  for (const [key, claims] of byInterface.entries()) {
    // A public address moves by association alone, to an interface or to an instance: one history holds both.
    const named = key.startsWith(`${PUBLIC_SCOPE}|`) ? byInstance.find(key) : undefined;
    const soft = [...claims.soft, ...(named?.soft ?? [])];
    const held = resolveSeen([...claims.hard, ...(named?.hard ?? [])], soft);
    interfacesOfAddress.set(key, held);
    // What names an instance and what names its interface do not contradict each other.
    contested.addresses.set(key, contestedStretches(held, claims.soft));
  }
  for (const book of [byInterface, byInstance]) {
    for (const [key] of book.entries()) {
      const { ip } = parseAddressKey(key);
      keysOfIp.set(ip, (keysOfIp.get(ip) ?? new Set()).add(key));
    }
  }

  const interfaceOfAddress = (vpcId: string | null, ip: string, atMs: number): string | null => {
    const exact = stretchAt(interfacesOfAddress.get(addressKey(vpcId, ip)) ?? [], atMs);
    if (exact && (vpcId !== null || !isPrivateAddress(ip))) return interfaceKeyOf(exact.holder);
    const held = new Set<string>();
    for (const key of keysOfIp.get(ip) ?? []) {
      const stretch = stretchAt(interfacesOfAddress.get(key) ?? [], atMs);
      const interfaceKey = stretch ? interfaceKeyOf(stretch.holder) : null;
      if (interfaceKey) held.add(interfaceKey);
    }
    return held.size === 1 ? ([...held][0] ?? null) : null;
  };

  // Interfaces to instances.
  const holders = new ClaimBook();
  for (const observation of observations) {
    if (observation.interfaceId && observation.instanceId) {
      addClaim(holders.of(observation.interfaceId), observation, observation.instanceId);
    } else if (observation.interfaceId && isDetached(observation)) {
      addClaim(holders.of(observation.interfaceId), observation, null);
    }
  }
  for (const [interfaceKey, seen] of sightings) {
    for (const sighting of seen) {
      if (sighting.context.instanceId) {
        holders.of(interfaceKey).soft.push(sightingClaim(sighting, sighting.context.instanceId));
      }
    }
  }
  for (const [key, claims] of byInstance.entries()) {
    const { vpcId, ip } = parseAddressKey(key);
    const interfaceAt = (atMs: number): string | null => {
      const interfaceKey = interfaceOfAddress(vpcId, ip, atMs);
      if (!interfaceKey || kinds.has(interfaceKey)) return null;
      const stands = vpcOfInterface.get(interfaceKey);
      return vpcId === null || stands === undefined || stands === vpcId ? interfaceKey : null;
    };
    for (const claim of claims.soft) {
      const interfaceKey = interfaceAt(claim.fromMs);
      if (interfaceKey) {
        holders.of(interfaceKey).soft.push({ ...claim, holder: claim.holder.slice(INSTANCE.length) });
      }
    }
    for (const claim of claims.hard) {
      if (claim.event !== "begins" || !claim.holder) continue;
      const interfaceKey = interfaceAt(claim.atMs);
      if (!interfaceKey) continue;
      const seen: SoftObservation = {
        ...claim,
        fromMs: claim.atMs,
        toMs: claim.atMs,
        holder: claim.holder.slice(INSTANCE.length),
      };
      holders.of(interfaceKey).soft.push(seen);
    }
  }
  const interfaceStretches = new Map<string, HeldStretch[]>();
  for (const [interfaceKey, claims] of holders.entries()) {
    if (kinds.has(interfaceKey)) continue;
    addTerminations(claims, "");
    const held = resolveSeen(claims.hard, claims.soft);
    interfaceStretches.set(interfaceKey, held);
    contested.interfaces.set(interfaceKey, contestedStretches(held, claims.soft));
  }

  // Addresses to instances, through their interfaces where one is known.
  const instancesOfAddress = new Map<string, InstanceStretch[]>();
  const namedOnly = new Map<string, HeldStretch[]>();
  for (const key of new Set([...interfacesOfAddress.keys(), ...[...byInstance.entries()].map(([k]) => k)])) {
    const through = (interfacesOfAddress.get(key) ?? []).flatMap((stretch): InstanceStretch[] => {
      const interfaceKey = interfaceKeyOf(stretch.holder);
      if (interfaceKey === null)
        return [toInstanceStretch({ ...stretch, holder: stretch.holder.slice(INSTANCE.length) })];
      return clip(stretch, interfaceStretches.get(interfaceKey) ?? []).map(toInstanceStretch);
    });
    const claims = byInstance.find(key);
    const named = claims && !interfacesOfAddress.has(key) ? resolveSeen(claims.hard, claims.soft) : [];
    if (named.length > 0) namedOnly.set(key, named);
    const direct = named.map((stretch) =>
      toInstanceStretch({ ...stretch, holder: stretch.holder.slice(INSTANCE.length) }),
    );
    instancesOfAddress.set(key, joinNeighbours([...through, ...direct]));
  }

  const holderOfAddress = (vpcId: string | null, ip: string, atMs: number): string | null => {
    if (vpcId !== null || !isPrivateAddress(ip)) {
      const exact = stretchAt(instancesOfAddress.get(addressKey(vpcId, ip)) ?? [], atMs);
      if (exact) return exact.instanceId;
    }
    const held = new Set<string>();
    for (const key of keysOfIp.get(ip) ?? []) {
      const stretch = stretchAt(instancesOfAddress.get(key) ?? [], atMs);
      if (stretch) held.add(stretch.instanceId);
    }
    return held.size === 1 ? ([...held][0] ?? null) : null;
  };

  const addressSegments = (vpcId: string | null, ip: string): HolderStretch[] => {
    const breaks = new Set<number>([Number.NEGATIVE_INFINITY]);
    for (const key of keysOfIp.get(ip) ?? []) {
      for (const stretch of instancesOfAddress.get(key) ?? []) {
        if (stretch.fromMs !== null) breaks.add(stretch.fromMs);
        if (stretch.toMs !== null) breaks.add(stretch.toMs);
      }
    }
    const points = [...breaks].sort((a, b) => a - b);
    const stretches: HolderStretch[] = [];
    for (const [index, fromMs] of points.entries()) {
      const instanceId = holderOfAddress(vpcId, ip, fromMs);
      if (!instanceId) continue;
      stretches.push({ fromMs: Number.isFinite(fromMs) ? fromMs : null, toMs: points[index + 1] ?? null, instanceId });
    }
    return joinNeighbours(stretches);
  };

  const facts = collectFacts({ input: { ...input, observations }, interfaceStretches, interfacesOfAddress });

  const ownAddresses = (instanceId: string): OwnAddress[] => {
    const addresses: OwnAddress[] = [];
    for (const [key, stretches] of instancesOfAddress) {
      const { ip } = parseAddressKey(key);
      for (const stretch of stretches) {
        if (stretch.instanceId === instanceId)
          addresses.push({ ip, via: "own", fromMs: stretch.fromMs, toMs: stretch.toMs });
      }
    }
    const vpcId = facts.get(instanceId)?.vpcId;
    for (const nat of nats.values()) {
      if (!vpcId || !nat.vpcIds.has(vpcId)) continue;
      for (const ip of nat.publicIps) addresses.push({ ip, via: "nat", fromMs: nat.fromMs, toMs: nat.toMs });
    }
    return addresses;
  };

  return {
    holderOfInterface: (interfaceKey, atMs) =>
      stretchAt(interfaceStretches.get(interfaceKey) ?? [], atMs)?.holder ?? null,
    holderOfAddress,
    interfaceOfAddress,
    ownIpsOfInterface: (interfaceKey) => ownIps.get(interfaceKey) ?? new Set<string>(),
    ownIps: () => [...ownIps].flatMap(([interfaceKey, ips]) => [...ips].map((ip) => ({ interfaceKey, ip }))),
    gatewayKind: (interfaceKey) => kinds.get(interfaceKey) ?? null,
    endpointVpc: (endpointId) => endpointVpcs.get(endpointId) ?? null,
    ownAddresses,
    addressSegments,
    interfaceSegments: (interfaceKey) => (interfaceStretches.get(interfaceKey) ?? []).map(toInstanceStretch),
    instanceIds: () => [...facts.keys()].sort(),
    facts: (instanceId) =>
      facts.get(instanceId) ?? {
        instanceId,
        accountId: null,
        region: null,
        vpcId: null,
        subnetId: null,
        interfaces: [],
        roleArns: [],
      },
    spans: () =>
      listSpans({
        ...{ interfaces: interfaceStretches, addresses: interfacesOfAddress, named: namedOnly },
        ...{ contested, gateways, vpcOfInterface },
      }),
  };
}
