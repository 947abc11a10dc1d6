import type { GroupRule } from "@/lib/core/network-rules";
import { matchGroupRule } from "@/lib/timeline/rejects/match-rule";
import type { KnownGroups, RefusedRecord } from "@/lib/timeline/rejects/reject.types";

/** What the security groups say to a record: some rule lets it pass, may let it, none does; or it cannot be told. */
export type GroupsJudgement =
  | { is: "allowed"; groupId: string; rule: GroupRule }
  | { is: "perhaps"; groupId: string; unless: string }
  | { is: "denied"; groupIds: string[]; partial: boolean }
  /** `missing`: groups the interface was in that are not described; empty where even its groups are not known. */
  | { is: "unknown"; missing: string[] };

/** Groups only allow: their rules are asked together, and what none of them allows is refused. */
export function judgeGroups(record: RefusedRecord, { card, groups, peerGroupIds }: KnownGroups): GroupsJudgement {
  let open: { groupId: string; unless: string } | null = null;
  for (const { rules: group } of groups) {
    for (const rule of group.rules) {
      if (rule.egress !== record.outbound) continue;
      const match = matchGroupRule(rule, record, peerGroupIds);
      if (match.is === "yes") return { is: "allowed", groupId: group.groupId, rule };
      if (match.is === "perhaps") open ??= { groupId: group.groupId, unless: match.unless };
    }
  }
  if (card === null) return { is: "unknown", missing: [] };
  const described = new Set(groups.map(({ rules }) => rules.groupId));
  const missing = card.rules.groupIds.filter((id) => !described.has(id));
  if (missing.length > 0) return { is: "unknown", missing };
  if (open) return { is: "perhaps", ...open };
  return { is: "denied", groupIds: card.rules.groupIds, partial: groups.some(({ rules }) => rules.partial) };
}
