import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { toFacts } from "@/lib/timeline/events/to-facts";
import { explainReject } from "@/lib/timeline/rejects/explain-reject";
import { type RejectPlace, type RejectRules, readRejectRules } from "@/lib/timeline/rejects/read-reject-rules";
import type { RefusedRecord } from "@/lib/timeline/rejects/reject.types";
import { ageOf } from "@/lib/timeline/rejects/reject-words";

/** Why a flow record was refused, as far as the case's descriptions of rules tell, and which groups and ACL they name. */
export async function readRejectFacts(
  caseId: string,
  { place, record }: { place: RejectPlace; record: RefusedRecord },
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const { groups, acl, analyses } = await readRejectRules(caseId, place);
  const { sentences } = explainReject(record, groups, acl);
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
    verdicts: [...sentences, ...analyses.map((analysis) => analysisWords(analysis, record))].map((text) => ({
      text,
      flag: false,
    })),
  };
}

function analysisWords({ rules, atMs }: RejectRules["analyses"][number], record: RefusedRecord): string {
  const found = rules.pathFound === null ? "came to no end" : rules.pathFound ? "found it open" : "found it closed";
  const codes = rules.codes.length === 0 ? "" : ` (${rules.codes.join(", ")})`;
  return `Reachability Analyzer looked at a path through this interface and ${found}${codes}. ${ageOf(atMs, record.atMs)}: ${rules.analysisId}.`;
}
