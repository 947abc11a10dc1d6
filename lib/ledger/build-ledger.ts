import { isPrivateAddress } from "@/lib/core/address";
import { collectFacts } from "@/lib/ledger/collect-facts";
import { findGateways } from "@/lib/ledger/gateways";
import type { HoldingSpan, Ledger, LedgerInput, OwnAddress, StoredObservation } from "@/lib/ledger/ledger.types";
import {
  addClaim,
  addressKey,
  ClaimBook,
  type Claims,
  joinByIds,
  ownIpsFromFlows,
  PUBLIC_SCOPE,
  parseAddressKey,
  sightingClaim,
} from "@/lib/ledger/read-observations";
import { type HeldStretch, resolveHolding, type SoftObservation, stretchAt } from "@/lib/ledger/resolve-holding";

type InstanceStretch = { fromMs: number | null; toMs: number | null; instanceId: string };

const INTERFACE = "if:";
const INSTANCE = "in:";

function interfaceKeyOf(holder: string): string | null {
  return holder.startsWith(INTERFACE) ? holder.slice(INTERFACE.length) : null;
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function toInstanceStretch({ fromMs, toMs, holder }: HeldStretch): InstanceStretch {
  return { fromMs, toMs, instanceId: holder };
}

function later(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

/** The parts of `inner` that fall into one outer stretch. */
function clip<T extends { fromMs: number | null; toMs: number | null }>(
  outer: { fromMs: number | null; toMs: number | null },
  inner: readonly T[],
): T[] {
  return inner
    .map((part) => ({ ...part, fromMs: later(outer.fromMs, part.fromMs), toMs: earlier(outer.toMs, part.toMs) }))
    .filter((part) => part.fromMs === null || part.toMs === null || part.fromMs < part.toMs);
}

function joinNeighbours(stretches: InstanceStretch[]): InstanceStretch[] {
  const joined: InstanceStretch[] = [];
  for (const next of stretches) {
    const last = joined.at(-1);
    if (last && last.instanceId === next.instanceId && last.toMs === next.fromMs) last.toMs = next.toMs;
    else joined.push({ ...next });
  }
  return joined;
}

function isTermination(o: StoredObservation): boolean {
  const names = [o.interfaceId, o.attachmentId, o.associationId, o.allocationId, ...o.privateIps, ...o.publicIps];
  return o.event === "ends" && o.instanceId !== null && names.every((name) => name === null);
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
  const { kinds, nats } = findGateways({ ...input, observations });
  const sightings = groupBy(input.flows, (sighting) => sighting.context.interfaceKey);

  const vpcOfInterface = new Map<string, string>();
  for (const { context } of input.flows) if (context.vpcId) vpcOfInterface.set(context.interfaceKey, context.vpcId);
  for (const { interfaceId, vpcId } of observations) if (interfaceId && vpcId) vpcOfInterface.set(interfaceId, vpcId);
  const vpcOf = (interfaceKey: string, stated: string | null) => stated ?? vpcOfInterface.get(interfaceKey) ?? null;

  // Claims on addresses, by interfaces and by instances that were named without one.
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
      for (const sighting of seen) {
        if (!sighting.ownIps.includes(ip) && !sighting.commonIps.includes(ip)) continue;
        const key = addressKey(vpcOf(interfaceKey, sighting.context.vpcId), ip);
        byInterface.of(key).soft.push(sightingClaim(sighting, INTERFACE + interfaceKey));
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
  for (const asker of input.askers) {
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
  const addTerminations = (claims: Claims, prefix: string) => {
    const named = new Set([...claims.hard, ...claims.soft].map((claim) => claim.holder));
    for (const holder of named) {
      if (!holder?.startsWith(prefix)) continue;
      for (const end of endsOf.get(holder.slice(prefix.length)) ?? []) addClaim(claims, end, holder);
    }
  };
  for (const [, claims] of byInstance.entries()) addTerminations(claims, INSTANCE);

  const interfacesOfAddress = new Map<string, HeldStretch[]>();
  const keysOfIp = new Map<string, Set<string>>();
  for (const [key, claims] of byInterface.entries()) {
    // A public address moves by association alone, to an interface or to an instance: one history holds both.
    const named = key.startsWith(`${PUBLIC_SCOPE}|`) ? byInstance.find(key) : undefined;
    interfacesOfAddress.set(
      key,
      resolveHolding([...claims.hard, ...(named?.hard ?? [])], [...claims.soft, ...(named?.soft ?? [])]),
    );
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
    interfaceStretches.set(interfaceKey, resolveHolding(claims.hard, claims.soft));
  }

  // Addresses to instances, through their interfaces where one is known.
  const instancesOfAddress = new Map<string, InstanceStretch[]>();
  for (const key of new Set([...interfacesOfAddress.keys(), ...[...byInstance.entries()].map(([k]) => k)])) {
    const through = (interfacesOfAddress.get(key) ?? []).flatMap((stretch): InstanceStretch[] => {
      const interfaceKey = interfaceKeyOf(stretch.holder);
      if (interfaceKey === null)
        return [toInstanceStretch({ ...stretch, holder: stretch.holder.slice(INSTANCE.length) })];
      return clip(stretch, interfaceStretches.get(interfaceKey) ?? []).map(toInstanceStretch);
    });
    const claims = byInstance.find(key);
    const named = claims && !interfacesOfAddress.has(key) ? resolveHolding(claims.hard, claims.soft) : [];
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

  const addressSegments = (vpcId: string | null, ip: string): InstanceStretch[] => {
    const breaks = new Set<number>([Number.NEGATIVE_INFINITY]);
    for (const key of keysOfIp.get(ip) ?? []) {
      for (const stretch of instancesOfAddress.get(key) ?? []) {
        if (stretch.fromMs !== null) breaks.add(stretch.fromMs);
        if (stretch.toMs !== null) breaks.add(stretch.toMs);
      }
    }
    const points = [...breaks].sort((a, b) => a - b);
    const stretches: InstanceStretch[] = [];
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
      for (const ip of nat.publicIps) addresses.push({ ip, via: "nat", fromMs: null, toMs: null });
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
    spans: () => listSpans(interfaceStretches, interfacesOfAddress, instancesOfAddress, kinds, vpcOfInterface),
  };
}

function toSpan(stretch: HeldStretch): Pick<HoldingSpan, "fromMs" | "toMs" | "proof" | "evidence" | "note"> {
  const stated = stretch.statedFromMs !== null || stretch.statedToMs !== null;
  return {
    fromMs: stretch.statedFromMs ?? stretch.fromMs,
    toMs: stretch.statedToMs ?? stretch.toMs,
    proof: stretch.proof,
    evidence: stretch.evidence,
    note: stated || stretch.fromMs !== null ? null : "Taken to reach as far as nothing contradicts it",
  };
}

function listSpans(
  interfaceStretches: Map<string, HeldStretch[]>,
  interfacesOfAddress: Map<string, HeldStretch[]>,
  instancesOfAddress: Map<string, InstanceStretch[]>,
  kinds: Map<string, string>,
  vpcOfInterface: Map<string, string>,
): HoldingSpan[] {
  const spans: HoldingSpan[] = [];
  for (const [subject, stretches] of interfaceStretches) {
    const vpcId = vpcOfInterface.get(subject) ?? null;
    for (const stretch of stretches) {
      spans.push({
        subjectKind: "interface",
        subject,
        vpcId,
        holderKind: "instance",
        holder: stretch.holder,
        ...toSpan(stretch),
      });
    }
  }
  for (const [key, stretches] of interfacesOfAddress) {
    const { ip, vpcId } = parseAddressKey(key);
    const subjectKind = isPrivateAddress(ip) ? "private-address" : "public-address";
    for (const stretch of stretches) {
      const interfaceKey = interfaceKeyOf(stretch.holder);
      if (interfaceKey === null) continue;
      const gateway = kinds.get(interfaceKey);
      spans.push({
        subjectKind,
        subject: ip,
        vpcId,
        holderKind: gateway ? "gateway" : "interface",
        holder: interfaceKey,
        ...toSpan(stretch),
      });
    }
  }
  for (const [key, stretches] of instancesOfAddress) {
    const { ip, vpcId } = parseAddressKey(key);
    const subjectKind = isPrivateAddress(ip) ? "private-address" : "public-address";
    for (const { fromMs, toMs, instanceId } of stretches) {
      spans.push({
        subjectKind,
        subject: ip,
        vpcId,
        holderKind: "instance",
        holder: instanceId,
        fromMs,
        toMs,
        proof: "assumed",
        evidence: null,
        note: null,
      });
    }
  }
  return spans.sort(
    (a, b) =>
      a.subject.localeCompare(b.subject) || (a.fromMs ?? 0) - (b.fromMs ?? 0) || a.holder.localeCompare(b.holder),
  );
}
