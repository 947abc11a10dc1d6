import { isPrivateAddress } from "@/lib/core/address";
import { compareText } from "@/lib/core/compare-text";
import type { HoldingSpan } from "@/lib/ledger/ledger.types";
import { interfaceKeyOf, parseAddressKey } from "@/lib/ledger/read-observations";
import type { HeldStretch } from "@/lib/ledger/resolve-holding";
import type { InstanceStretch } from "@/lib/ledger/stretches";

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

/** Every stretch of the ledger as a row for people to read, by subject and time. */
export function listSpans(
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
    for (const { fromMs, toMs, instanceId, proof, evidence } of stretches) {
      spans.push({
        subjectKind,
        subject: ip,
        vpcId,
        holderKind: "instance",
        holder: instanceId,
        fromMs,
        toMs,
        proof,
        evidence,
        note: null,
      });
    }
  }
  return spans.sort(
    (a, b) => compareText(a.subject, b.subject) || (a.fromMs ?? 0) - (b.fromMs ?? 0) || compareText(a.holder, b.holder),
  );
}
