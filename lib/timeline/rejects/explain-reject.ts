import { type AclJudgement, judgeAcl } from "@/lib/timeline/rejects/judge-acl";
import { type GroupsJudgement, judgeGroups } from "@/lib/timeline/rejects/judge-groups";
import type { AsDescribed, KnownGroups, RefusedRecord, RejectExplanation } from "@/lib/timeline/rejects/reject.types";
import { ageOf, entryWords, ruleWords, trafficWords } from "@/lib/timeline/rejects/reject-words";

const SYN_ACK = 18;
const SYN = 2;
const FIRST_EPHEMERAL = 1024;
/** From here on a network ACL's rules are its last ones, shown as `*`. */
const LAST_RULES = 32_767;

/** Whether the packet came from the side that was connected to, or is a late one of a connection. */
function looksLikeAnswer({ protocol, tcpFlags, sourcePort, destinationPort }: RefusedRecord): boolean {
  if (protocol === 6 && tcpFlags !== null && tcpFlags !== 0)
    return (tcpFlags & SYN_ACK) === SYN_ACK || (tcpFlags & SYN) === 0;
  return (
    sourcePort !== null &&
    destinationPort !== null &&
    sourcePort < FIRST_EPHEMERAL &&
    destinationPort >= FIRST_EPHEMERAL
  );
}

function groupsSentence(judged: GroupsJudgement, record: RefusedRecord): string | null {
  switch (judged.is) {
    case "allowed":
      return `Security group ${judged.groupId} lets it pass: ${ruleWords(judged.rule)}.`;
    case "perhaps":
      return `Security group ${judged.groupId} may let it pass: ${judged.unless}.`;
    case "denied": {
      const { groupIds, partial } = judged;
      if (groupIds.length === 0) return "The interface is in no security group.";
      const rules = partial ? "No rule that is loaded" : "No security group rule";
      return `${rules} of ${groupIds.join(", ")} allows ${trafficWords(record)}; what no rule allows is refused.`;
    }
    case "unknown":
      return judged.missing.length === 0
        ? "No description of the security groups at that time is loaded."
        : `The interface was in ${judged.missing.join(", ")}, of which no description at that time is loaded.`;
  }
}

function aclSentence(judged: AclJudgement, acl: AsDescribed<"network-acl"> | null, record: RefusedRecord): string {
  const name = acl ? `Network ACL ${acl.rules.aclId}` : "The network ACL";
  switch (judged.is) {
    case "allowed":
      return `${name} lets it pass by rule ${judged.entry.number}: ${entryWords(judged.entry)}.`;
    case "perhaps":
      return `${name} decides by rule ${judged.entry.number} or a later one: ${judged.unless}.`;
    case "denied": {
      if (judged.entry === null || judged.entry.number >= LAST_RULES) {
        return `${name} denies it by its last rule (*): no rule before it allows ${trafficWords(record)}.`;
      }
      return `${name} denies it by rule ${judged.entry.number}: ${entryWords(judged.entry)}.`;
    }
    case "unknown":
      return "No description of the subnet's network ACL at that time is loaded.";
  }
}

function refusedBy(groups: GroupsJudgement["is"], acl: AclJudgement["is"]): RejectExplanation["refusedBy"] {
  if (groups === "denied") return acl === "denied" ? "both" : "groups";
  if (acl === "denied") return "acl";
  return groups === "allowed" && acl === "allowed" ? "neither" : "unknown";
}

/** What the two verdicts mean together, where they alone do not say it. */
function meaning(by: RejectExplanation["refusedBy"], record: RefusedRecord): string[] {
  const answer = looksLikeAnswer(record);
  if (by === "acl" || by === "both") {
    return answer ? ["A network ACL does not remember connections: an answer needs a rule of its own."] : [];
  }
  if (by === "groups" && answer) {
    return [
      "It looks like an answer or a late packet. An answer needs no rule while its connection is remembered, so it came after that or belonged to none.",
    ];
  }
  if (by !== "neither") return [];
  return [
    answer
      ? "As described neither refuses it. A late packet of a closed connection is refused like this; so is one under rules that were others then."
      : "As described neither refuses it: the rules were others then.",
  ];
}

function ages(record: RefusedRecord, { card, groups }: KnownGroups, acl: AsDescribed<"network-acl"> | null): string[] {
  const said = new Map<string, string[]>();
  const add = (name: string, atMs: number | null) => {
    const age = ageOf(atMs, record.atMs);
    said.set(age, [...(said.get(age) ?? []), name]);
  };
  if (card) add("the interface's groups", card.atMs);
  for (const { rules, atMs } of groups) add(rules.groupId, atMs);
  if (acl) add(acl.rules.aclId, acl.atMs);
  return [...said].map(([age, names]) => `${age}: ${[...new Set(names)].join(", ")}.`);
}

/**
 * Which rule refused a flow record, as far as descriptions of its interface's security groups and of its subnet's network
 * ACL tell. A group refuses what none of its rules allows and remembers connections; an ACL goes by its lowest matching
 * rule and remembers none. Says how old each description is, and never more than they tell.
 * Source: VPC User Guide, "Security group rules", "Network ACL rules".
 */
export function explainReject(
  record: RefusedRecord,
  groups: KnownGroups,
  acl: AsDescribed<"network-acl"> | null,
): RejectExplanation {
  if (record.reason !== null) return { refusedBy: "record", sentences: [] };
  if (groups.card === null && acl === null) {
    return {
      refusedBy: "unknown",
      sentences: [
        "No description of the security groups at that time is loaded, nor of the network ACL: which rule refused it cannot be told.",
      ],
    };
  }
  if (record.outbound === null) {
    return { refusedBy: "unknown", sentences: ["Which way it went is not known, so no rule can be named."] };
  }
  const byGroups = judgeGroups(record, groups);
  const byAcl = judgeAcl(record, acl);
  const by = refusedBy(byGroups.is, byAcl.is);
  const first = aclSentence(byAcl, acl, record);
  const second = groupsSentence(byGroups, record);
  // What refused it comes first.
  const verdicts = by === "groups" ? [second, first] : [first, second];
  return {
    refusedBy: by,
    sentences: [...verdicts.filter((text) => text !== null), ...meaning(by, record), ...ages(record, groups, acl)],
  };
}
