import { canonicalAddress, isPrivateAddress } from "@/lib/core/address";
import { compareText } from "@/lib/core/compare-text";
import type { InstanceFacts, LedgerInput, StoredObservation } from "@/lib/ledger/ledger.types";
import { parseAddressKey } from "@/lib/ledger/read-observations";
import { type HeldStretch, stretchAt } from "@/lib/ledger/resolve-holding";

type Field = "accountId" | "region" | "vpcId" | "subnetId";
const FIELDS: Field[] = ["accountId", "region", "vpcId", "subnetId"];

/** What says more of where an instance stands comes first; ties go to the first by name. */
const RANK: Record<StoredObservation["proof"], number> = { description: 0, call: 1, finding: 2, flow: 3, dns: 4 };

interface Candidate {
  rank: number;
  value: string;
}

class FactSheet {
  readonly fields: Record<Field, Candidate | null> = { accountId: null, region: null, vpcId: null, subnetId: null };
  readonly roleArns = new Set<string>();

  offer(rank: number, values: Partial<Record<Field, string | null>>): void {
    for (const field of FIELDS) {
      const value = values[field];
      if (!value || value === "unknown") continue;
      const known = this.fields[field];
      if (!known || rank < known.rank || (rank === known.rank && value < known.value))
        this.fields[field] = { rank, value };
    }
  }
}

function byAddress(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Account, region, VPC, subnet, interfaces and roles of every instance that any record names. */
export function collectFacts({
  input,
  interfaceStretches,
  interfacesOfAddress,
}: {
  input: LedgerInput;
  interfaceStretches: Map<string, HeldStretch[]>;
  interfacesOfAddress: Map<string, HeldStretch[]>;
}): Map<string, InstanceFacts> {
  const sheets = new Map<string, FactSheet>();
  const sheet = (instanceId: string): FactSheet => {
    const known = sheets.get(instanceId);
    if (known) return known;
    const made = new FactSheet();
    sheets.set(instanceId, made);
    return made;
  };
  for (const observation of input.observations) {
    if (!observation.instanceId) continue;
    const facts = sheet(observation.instanceId);
    facts.offer(RANK[observation.proof], observation);
    if (observation.roleArn) facts.roleArns.add(observation.roleArn);
  }
  for (const { context } of input.flows) {
    if (context.instanceId) sheet(context.instanceId).offer(RANK.flow, context);
  }
  for (const asker of input.askers) sheet(asker.instanceId).offer(RANK.dns, asker);

  const ipsOfInterface = new Map<string, Set<string>>();
  for (const [key, stretches] of interfacesOfAddress) {
    const { ip } = parseAddressKey(key);
    for (const { holder } of stretches) {
      const interfaceKey = holder.slice(holder.indexOf(":") + 1);
      ipsOfInterface.set(interfaceKey, (ipsOfInterface.get(interfaceKey) ?? new Set()).add(ip));
    }
  }
  const interfaces = new Map<string, InstanceFacts["interfaces"]>();
  for (const [interfaceId, stretches] of interfaceStretches) {
    const ips = [...(ipsOfInterface.get(interfaceId) ?? [])].map((ip) => canonicalAddress(ip) ?? ip).sort(byAddress);
    for (const { holder, statedFromMs, statedToMs } of stretches) {
      sheet(holder);
      const list = interfaces.get(holder) ?? [];
      list.push({
        interfaceId,
        privateIps: ips.filter(isPrivateAddress),
        publicIps: ips.filter((ip) => !isPrivateAddress(ip)),
        attachedFromMs: statedFromMs,
        attachedToMs: statedToMs,
      });
      interfaces.set(holder, list);
    }
  }
  // Where nothing names an instance's own place, its interface's serves.
  for (const { context, firstStartMs } of input.flows) {
    const holder = stretchAt(interfaceStretches.get(context.interfaceKey) ?? [], firstStartMs)?.holder;
    if (holder) sheet(holder).offer(RANK.dns + 1, context);
  }
  const facts = new Map<string, InstanceFacts>();
  for (const [instanceId, known] of sheets) {
    facts.set(instanceId, {
      instanceId,
      accountId: known.fields.accountId?.value ?? null,
      region: known.fields.region?.value ?? null,
      vpcId: known.fields.vpcId?.value ?? null,
      subnetId: known.fields.subnetId?.value ?? null,
      interfaces: (interfaces.get(instanceId) ?? []).sort(
        (a, b) => compareText(a.interfaceId, b.interfaceId) || (a.attachedFromMs ?? 0) - (b.attachedFromMs ?? 0),
      ),
      roleArns: [...known.roleArns].sort(),
    });
  }
  return facts;
}
