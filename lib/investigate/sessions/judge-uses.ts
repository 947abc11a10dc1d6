import { type AddressKind, addressKind } from "@/lib/core/address";
import { compareText } from "@/lib/core/compare-text";
import type { CallerUse, JudgedUse, KeyVerdict, UseOrigin } from "@/lib/investigate/sessions/session-use.types";
import type { Ledger, OwnAddress } from "@/lib/ledger/ledger.types";

/** What an instance's calls are judged by. */
export interface Yardstick {
  own: readonly OwnAddress[];
  /** Where no own address of a kind is known: the one behind most of its own session's calls. */
  usual: ReadonlyMap<AddressKind, string>;
  /** Endpoints that stand in its VPC, or that calls from its own addresses came through. */
  isOwnEndpoint(endpointId: string): boolean;
  /** Endpoints known to stand in another VPC. */
  isForeignEndpoint(endpointId: string): boolean;
}

function holdsAt({ fromMs, toMs }: OwnAddress, atMs: number): boolean {
  return (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs);
}

/** Address of each kind behind most of a session's calls, the earliest at a tie (counting rule 9). */
function usualAddresses(uses: readonly CallerUse[]): Map<AddressKind, string> {
  const byIp = new Map<string, { calls: number; firstMs: number }>();
  for (const { sourceIp, invokedBy, vpcEndpointId, calls, firstMs } of uses) {
    if (sourceIp === null || invokedBy !== null) continue;
    if (addressKind(sourceIp) === "private" && vpcEndpointId === null) continue;
    const known = byIp.get(sourceIp);
    byIp.set(sourceIp, { calls: (known?.calls ?? 0) + calls, firstMs: Math.min(known?.firstMs ?? firstMs, firstMs) });
  }
  const usual = new Map<AddressKind, string>();
  const ordered = [...byIp].sort(
    ([ipA, a], [ipB, b]) => b.calls - a.calls || a.firstMs - b.firstMs || compareText(ipA, ipB),
  );
  for (const [ip] of ordered) if (!usual.has(addressKind(ip))) usual.set(addressKind(ip), ip);
  return usual;
}

/** The yardstick of an instance. `ownUses`: all uses of its own session, in all evidence. */
export function yardstickOf(ledger: Ledger, instanceId: string, ownUses: readonly CallerUse[]): Yardstick {
  const own = ledger.ownAddresses(instanceId);
  const { vpcId } = ledger.facts(instanceId);
  const stands = (endpointId: string) => ledger.endpointVpc(endpointId);
  const used = new Set(
    ownUses.flatMap(({ vpcEndpointId, sourceIp, firstMs }) =>
      vpcEndpointId !== null && own.some((address) => address.ip === sourceIp && holdsAt(address, firstMs))
        ? [vpcEndpointId]
        : [],
    ),
  );
  const isForeignEndpoint = (endpointId: string) => {
    const vpc = stands(endpointId);
    return vpc !== null && vpcId !== null && vpc !== vpcId;
  };
  return {
    ...{ own, usual: usualAddresses(ownUses), isForeignEndpoint },
    isOwnEndpoint: (endpointId) => {
      const vpc = stands(endpointId);
      return vpc === null ? used.has(endpointId) : vpc === vpcId;
    },
  };
}

const SERVICE = /^(AWS Internal|[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal|aws))$/i;

/** Judges one use; its calls must lie between two changes of the instance's addresses. */
export function judgeUse(use: CallerUse, yardstick: Yardstick): JudgedUse {
  const [origin, basis = "known"] = originOf(use, yardstick);
  return { use, origin, basis };
}

function originOf(use: CallerUse, yardstick: Yardstick): [UseOrigin, "known" | "assumed"] | [UseOrigin] {
  const { source, sourceIp, vpcEndpointId, invokedBy, firstMs } = use;
  if (invokedBy !== null) return ["aws-service"];
  if (sourceIp === null) return [source !== null && SERVICE.test(source) ? "aws-service" : "unknown"];
  const kind = addressKind(sourceIp);
  const known = yardstick.own.filter((address) => addressKind(address.ip) === kind && holdsAt(address, firstMs));
  const foreign: UseOrigin =
    vpcEndpointId !== null && !yardstick.isOwnEndpoint(vpcEndpointId) ? "foreign-endpoint" : "foreign-address";
  // A private address shows only on calls through an endpoint; elsewhere anybody's network may have it.
  const canBeOwn = kind !== "private" || vpcEndpointId !== null;
  if (known.length === 0) {
    return [canBeOwn && yardstick.usual.get(kind) === sourceIp ? "usual" : foreign, "assumed"];
  }
  const held = canBeOwn ? known.find(({ ip }) => ip === sourceIp) : undefined;
  if (!held) return [foreign];
  if (kind !== "private") return [held.via === "nat" ? "nat" : "instance"];
  return [vpcEndpointId !== null && yardstick.isForeignEndpoint(vpcEndpointId) ? "foreign-endpoint" : "own-endpoint"];
}

const FOREIGN: ReadonlySet<UseOrigin> = new Set<UseOrigin>(["foreign-endpoint", "foreign-address"]);
const OWN: ReadonlySet<UseOrigin> = new Set<UseOrigin>(["instance", "nat", "own-endpoint"]);

export function isForeign({ origin }: JudgedUse): boolean {
  return FOREIGN.has(origin);
}

export function isOnInstance({ origin }: JudgedUse): boolean {
  return OWN.has(origin);
}

/** Used off the instance? One key's uses, judged. What is not known is never taken for the instance. */
export function keyVerdict(judged: readonly JudgedUse[]): KeyVerdict {
  if (judged.length === 0) return "unseen";
  const foreign = judged.filter(isForeign);
  if (foreign.some(({ basis }) => basis === "known")) return "off-instance";
  if (foreign.length > 0) return "assumed-off";
  if (judged.some(({ origin }) => origin === "usual" || origin === "unknown")) return "unknown";
  return judged.some(isOnInstance) ? "on-instance" : "no-address";
}

/** What matters most, first. */
export const VERDICTS: readonly KeyVerdict[] = [
  "off-instance",
  "assumed-off",
  "unknown",
  "on-instance",
  "no-address",
  "unseen",
];

/** What stands over several keys: the one that matters most. */
export function worstVerdict(verdicts: readonly KeyVerdict[]): KeyVerdict {
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? "unseen";
}
