import { isPrivateAddress } from "@/lib/core/address";
import type { FlowSighting, StoredObservation } from "@/lib/ledger/ledger.types";
import { type ClaimBook, INSTANCE, INTERFACE, parseAddressKey } from "@/lib/ledger/read-observations";

/** An instance's stops and starts in order of time. */
interface Power {
  atMs: number;
  power: "stopped" | "started";
  observation: StoredObservation;
}

function powersOf(observations: readonly StoredObservation[]): Map<string, Power[]> {
  const powers = new Map<string, Power[]>();
  for (const observation of observations) {
    const { instanceId, power, atMs } = observation;
    if (instanceId === null || power === null) continue;
    powers.set(instanceId, [...(powers.get(instanceId) ?? []), { atMs, power, observation }]);
  }
  for (const list of powers.values()) list.sort((a, b) => a.atMs - b.atMs);
  return powers;
}

/** Addresses that any record shows to be Elastic: they were allocated, associated, or belong to an account. */
function elasticIps(observations: readonly StoredObservation[]): Set<string> {
  const elastic = new Set<string>();
  for (const { elasticIps: said, publicIps, allocationId, associationId } of observations) {
    for (const ip of said) elastic.add(ip);
    const [only] = publicIps;
    if (only !== undefined && publicIps.length === 1 && (allocationId ?? associationId) !== null) elastic.add(only);
  }
  return elastic;
}

/**
 * An instance that stops gives back a public address that EC2 had assigned by itself, and gets another when it starts; an
 * Elastic one stays, and so do private ones and IPv6. Adds those ends and beginnings to what is claimed of the addresses.
 * Source: EC2 User Guide, "Amazon EC2 instance IP addressing", public IPv4 addresses.
 */
export function addPowerEnds(
  books: readonly ClaimBook[],
  observations: readonly StoredObservation[],
  flows: readonly FlowSighting[],
): void {
  const powers = powersOf(observations);
  if (powers.size === 0) return;
  const elastic = elasticIps(observations);
  const instancesOf = new Map<string, Set<string>>();
  const own = (interfaceKey: string | null, instanceId: string | null) => {
    if (interfaceKey === null || instanceId === null) return;
    instancesOf.set(interfaceKey, (instancesOf.get(interfaceKey) ?? new Set()).add(instanceId));
  };
  for (const { interfaceId, instanceId } of observations) own(interfaceId, instanceId);
  for (const { context } of flows) own(context.interfaceKey, context.instanceId);

  const heldBy = (holder: string): ReadonlySet<string> =>
    holder.startsWith(INSTANCE)
      ? new Set([holder.slice(INSTANCE.length)])
      : (instancesOf.get(holder.slice(INTERFACE.length)) ?? new Set());
  for (const book of books) {
    for (const [key, claims] of book.entries()) {
      const { ip } = parseAddressKey(key);
      if (isPrivateAddress(ip) || ip.includes(":") || elastic.has(ip)) continue;
      const holders = new Set(
        [...claims.hard, ...claims.soft].flatMap(({ holder }) => (holder === null ? [] : [holder])),
      );
      for (const holder of holders) {
        const seen = [
          ...claims.soft.filter((claim) => claim.holder === holder),
          ...claims.hard
            .filter((claim) => claim.holder === holder && claim.event === "begins")
            .map((claim) => ({ ...claim, fromMs: claim.atMs, toMs: claim.atMs })),
        ];
        for (const instanceId of heldBy(holder)) {
          const list = powers.get(instanceId) ?? [];
          for (const [index, { atMs, power, observation }] of list.entries()) {
            const [before, after] = [
              list[index - 1]?.atMs ?? Number.NEGATIVE_INFINITY,
              list[index + 1]?.atMs ?? Infinity,
            ];
            const { evidence } = observation;
            if (power === "stopped" && seen.some(({ fromMs, toMs }) => fromMs <= atMs && toMs >= before)) {
              claims.hard.push({ atMs, event: "ends", holder, proof: "call", evidence });
            }
            const first = seen.find(({ fromMs }) => fromMs >= atMs && fromMs < after);
            if (power === "started" && first) {
              claims.hard.push({ atMs, event: "begins", holder, proof: "assumed", evidence: first.evidence });
            }
          }
        }
      }
    }
  }
}
