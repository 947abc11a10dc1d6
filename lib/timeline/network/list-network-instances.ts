import { compareText } from "@/lib/core/compare-text";
import { readCaseAttribution } from "@/lib/timeline/instance-scope";

/** The instances of a case whose interfaces or lookups are in the evidence: those that are met first, then by id. */
export async function listNetworkInstances(caseId: string, met: readonly string[]): Promise<string[]> {
  const { ledger, interfaces, askers } = await readCaseAttribution(caseId);
  const seen = new Set(askers.map(({ instanceId }) => instanceId));
  for (const { key } of interfaces) for (const { instanceId } of ledger.interfaceSegments(key)) seen.add(instanceId);
  const first = met.filter((id) => seen.delete(id));
  return [...first, ...[...seen].sort(compareText)];
}
