import { compareText } from "@/lib/core/compare-text";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { readAskerStretches, readDomains, readResolvers } from "@/lib/investigate/domains";
import type { CallRow } from "@/lib/investigate/group-api-calls";
import { sortedTexts } from "@/lib/investigate/group-api-calls";
import { instanceSessions } from "@/lib/investigate/instance-sessions";
import { isoInstantOrNull } from "@/lib/investigate/iso-instant";
import { matchedInstances } from "@/lib/investigate/matched-instances";
import { addressCuts } from "@/lib/investigate/off-instance-use";
import type { Scope } from "@/lib/investigate/scope";
import { type CallerCuts, readSessionCalls } from "@/lib/investigate/session-calls";
import { type CaseTraffic, noTraffic } from "@/lib/investigate/traffic";
import type { LatestFinding } from "@/lib/ledger/latest-findings";
import type { InstanceFacts, Ledger } from "@/lib/ledger/ledger.types";
import { loadSessions } from "@/lib/ledger/load-sessions";

interface Sources {
  scope: Scope;
  ledger: Ledger;
  traffic: CaseTraffic;
  /** Findings of the window that name the indicator. */
  findings: readonly LatestFinding[];
  callsFromIndicator: readonly (CallRow & { principalNo: number })[];
}

function interfacesOf(facts: InstanceFacts): InstanceV1["interfaces"] {
  return facts.interfaces
    .map(({ interfaceId, privateIps, publicIps, attachedFromMs, attachedToMs }) => ({
      interfaceId,
      privateIps: sortedTexts(privateIps),
      publicIps: sortedTexts(publicIps),
      attachedFrom: isoInstantOrNull(attachedFromMs),
      attachedTo: isoInstantOrNull(attachedToMs),
    }))
    .sort(
      (a, b) => compareText(a.interfaceId, b.interfaceId) || compareText(a.attachedFrom ?? "", b.attachedFrom ?? ""),
    );
}

/** Every instance that met the indicator in the window, with the three answers; most bytes out first. */
export async function listInstances({
  scope,
  ledger,
  traffic,
  findings,
  callsFromIndicator,
}: Sources): Promise<InstanceV1[]> {
  const [{ byInstance, principals }, stretches] = await Promise.all([
    loadSessions(scope.caseId, ledger),
    readAskerStretches(scope.caseId, ledger),
  ]);
  const matched = matchedInstances({
    ip: scope.ip,
    flows: traffic.instances.keys(),
    answers: await readResolvers(scope, stretches),
    findings,
    callers: callsFromIndicator,
    sessions: byInstance,
    ownAddresses: (instanceId) => ledger.ownAddresses(instanceId),
  });
  const callers: CallerCuts[] = [...matched.keys()].flatMap((instanceId) => {
    const sessions = byInstance.get(instanceId);
    const cutsMs = addressCuts(ledger.ownAddresses(instanceId));
    return [
      ...[...(sessions?.own.keys() ?? [])].map((principalNo) => ({ principalNo, cutsMs })),
      ...(sessions?.chained ?? []).flatMap(({ principalNos }) =>
        principalNos.map((principalNo) => ({ principalNo, cutsMs: [] })),
      ),
    ];
  });
  const [domains, calls] = await Promise.all([
    readDomains(scope, stretches, new Set(matched.keys())),
    readSessionCalls(scope, callers),
  ]);
  return [...matched]
    .map(([instanceId, matchedBy]): InstanceV1 => {
      const facts = ledger.facts(instanceId);
      const sessions = byInstance.get(instanceId) ?? { instanceId, own: new Map(), chained: [] };
      const own = ledger.ownAddresses(instanceId);
      return {
        instanceId,
        ...{ accountId: facts.accountId, region: facts.region, vpcId: facts.vpcId, subnetId: facts.subnetId },
        matchedBy,
        interfaces: interfacesOf(facts),
        traffic: traffic.instances.get(instanceId) ?? noTraffic(),
        domains: domains.get(instanceId) ?? [],
        ...instanceSessions({ sessions, principals, calls, own, fromMs: scope.fromMs, toMs: scope.toMs }),
      };
    })
    .sort((a, b) => b.traffic.bytesOut - a.traffic.bytesOut || compareText(a.instanceId, b.instanceId));
}
