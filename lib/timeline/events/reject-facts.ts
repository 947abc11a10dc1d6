import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { toFacts } from "@/lib/timeline/events/to-facts";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import { countRuleChanges } from "@/lib/timeline/rejects/count-rule-changes";
import { explainReject } from "@/lib/timeline/rejects/explain-reject";
import { type RejectPlace, type RejectRules, readRejectRules } from "@/lib/timeline/rejects/read-reject-rules";
import type { RefusedRecord } from "@/lib/timeline/rejects/reject.types";
import { ageOf } from "@/lib/timeline/rejects/reject-words";

/** Why a flow record was refused, as far as the case's descriptions of rules tell, and which groups and ACL they name. */
export async function readRejectFacts(
  { caseId, loads }: Pick<InstanceScope, "caseId" | "loads">,
  { place, record }: { place: RejectPlace; record: RefusedRecord },
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const { groups, acl, analyses } = await readRejectRules(caseId, place);
  const { refusedBy, sentences } = explainReject(record, groups, acl);
  const described = [groups.card, ...groups.groups, acl].flatMap((known) => (known ? [known.atMs] : []));
  const changed = refusedBy === "record" ? [] : await changeWords(loads, described, record.atMs);
  const names = new Map(groups.groups.map(({ rules }) => [rules.groupId, rules.name]));
  const groupWords = groups.card?.rules.groupIds.map((id) => {
    const name = names.get(id);
    return name ? `${id} (${name})` : id;
  });
  return {
    facts: toFacts([
      ["Security groups", groupWords?.join("\n"), "mono"],
      ["Network ACL", acl?.rules.aclId, "mono"],
    ]),
    verdicts: [...sentences, ...changed, ...analyses.map((analysis) => analysisWords(analysis, record))].map(
      (text) => ({
        text,
        flag: false,
      }),
    ),
  };
}

/** Calls between the descriptions and the record: rules may be others than described. */
async function changeWords(
  loads: string,
  describedMs: readonly (number | null)[],
  recordMs: number,
): Promise<string[]> {
  if (describedMs.length === 0) return [];
  const times = [recordMs, ...describedMs.map((ms) => ms ?? recordMs)];
  const undated = describedMs.includes(null);
  const [fromMs, toMs] = [Math.min(...times), undated ? null : Math.max(...times)];
  const count = await countRuleChanges(loads, fromMs, toMs);
  const after = fromMs < recordMs ? "after the description" : "after the record";
  const stretch = undated ? after : "between the description and the record";
  return count === 0
    ? []
    : [
        `CloudTrail has ${count} ${count === 1 ? "call" : "calls"} ${stretch} that changed groups, ACLs or their rules, these or others.`,
      ];
}

function analysisWords({ rules, atMs }: RejectRules["analyses"][number], record: RefusedRecord): string {
  const found = rules.pathFound === null ? "came to no end" : rules.pathFound ? "found it open" : "found it closed";
  const codes = rules.codes.length === 0 ? "" : ` (${rules.codes.join(", ")})`;
  return `Reachability Analyzer looked at a path through this interface and ${found}${codes}. ${ageOf(atMs, record.atMs)}: ${rules.analysisId}.`;
}
