import { describe, expect, it } from "vitest";
import type { AclEntry, GroupRule, RulePeer } from "@/lib/core/network-rules";
import { explainReject } from "@/lib/timeline/rejects/explain-reject";
import type { AsDescribed, KnownGroups, RefusedRecord } from "@/lib/timeline/rejects/reject.types";

const AT = Date.UTC(2026, 1, 16, 22, 0);
const PEER = "198.51.100.7";
const RECORD: RefusedRecord = {
  ...{ atMs: AT, outbound: false, peerIp: PEER, sourcePort: 40_000, destinationPort: 22, protocol: 6 },
  ...{ tcpFlags: 2, reason: null },
};

const network = (cidr: string): RulePeer => ({ kind: "network", cidr });
function rule(partial: Partial<GroupRule> = {}): GroupRule {
  return { egress: false, protocol: 6, fromPort: 443, toPort: 443, peer: network("0.0.0.0/0"), ...partial };
}
function knownGroups(rules: GroupRule[], partial: Partial<KnownGroups> = {}): KnownGroups {
  return {
    card: {
      atMs: AT,
      rules: { kind: "interface", interfaceId: "eni-1", subnetId: "subnet-1", groupIds: ["sg-1"], ips: ["10.0.0.5"] },
    },
    groups: [{ atMs: AT, rules: { kind: "security-group", groupId: "sg-1", name: "web", partial: false, rules } }],
    peerGroupIds: null,
    ...partial,
  };
}
function entry(number: number, allow: boolean, partial: Partial<AclEntry> = {}): AclEntry {
  return {
    ...{ number, allow, egress: false, protocol: null, fromPort: null, toPort: null, icmpType: null, icmpCode: null },
    ...{ cidr: "0.0.0.0/0", ...partial },
  };
}
const acl = (...entries: AclEntry[]): AsDescribed<"network-acl"> => ({
  atMs: AT,
  rules: { kind: "network-acl", aclId: "acl-1", subnetIds: ["subnet-1"], entries },
});
const OPEN = acl(
  ...[false, true].flatMap((egress) => [
    entry(100, true, { egress }),
    entry(101, true, { egress, cidr: "::/0" }),
    entry(32_767, false, { egress }),
  ]),
);

interface Row {
  name: string;
  record?: Partial<RefusedRecord>;
  groups?: KnownGroups;
  acl?: AsDescribed<"network-acl"> | null;
  by: ReturnType<typeof explainReject>["refusedBy"];
  says: RegExp;
}

const ICMP = { protocol: 1, sourcePort: 0, destinationPort: 0, tcpFlags: null };
const NONE: KnownGroups = { card: null, groups: [], peerGroupIds: null };

const TABLE: Row[] = [
  {
    name: "what no group's rule allows",
    by: "groups",
    says: /^No security group rule of sg-1 allows TCP 22 from 198\.51\.100\.7; what no rule allows is refused\./,
  },
  {
    name: "a group without rules",
    groups: knownGroups([]),
    by: "groups",
    says: /^No security group rule of sg-1 allows/,
  },
  {
    name: "a rule of the other direction",
    groups: knownGroups([rule({ egress: true, protocol: null, fromPort: null, toPort: null })]),
    by: "groups",
    says: /^No security group rule/,
  },
  {
    name: "a port beside the rule's range",
    groups: knownGroups([rule({ fromPort: 23, toPort: 25 })]),
    by: "groups",
    says: /^No security group rule/,
  },
  {
    name: "a network that the far end is not in",
    groups: knownGroups([rule({ fromPort: 22, toPort: 22, peer: network("203.0.113.0/24") })]),
    by: "groups",
    says: /^No security group rule/,
  },
  {
    name: "rules that both let it pass",
    groups: knownGroups([rule({ fromPort: 20, toPort: 22, peer: network("198.51.100.0/24") })]),
    by: "neither",
    says: /acl-1 lets it pass by rule 100: allow everything from 0\.0\.0\.0\/0\..*sg-1 lets it pass: TCP 20 to 22 from 198\.51\.100\.0\/24\..*neither refuses it: the rules were others then/,
  },
  {
    name: "an ACL's rule before the one that allows",
    groups: knownGroups([rule({ protocol: null, fromPort: null, toPort: null })]),
    acl: acl(entry(100, true), entry(90, false, { protocol: 6, fromPort: 22, toPort: 22, cidr: "198.51.100.0/24" })),
    by: "acl",
    says: /^Network ACL acl-1 denies it by rule 90: deny TCP 22 from 198\.51\.100\.0\/24\./,
  },
  {
    name: "an ACL whose last rule is the only one about it",
    groups: knownGroups([rule({ protocol: null, fromPort: null, toPort: null })]),
    acl: acl(entry(100, true, { cidr: "10.0.0.0/8" }), entry(32_767, false)),
    by: "acl",
    says: /^Network ACL acl-1 denies it by its last rule \(\*\): no rule before it allows TCP 22 from 198\.51\.100\.7\./,
  },
  {
    name: "an ACL of which no rule is about it",
    groups: knownGroups([rule({ protocol: null, fromPort: null, toPort: null })]),
    acl: acl(),
    by: "acl",
    says: /^Network ACL acl-1 denies it by its last rule/,
  },
  {
    name: "a refusal by both",
    acl: acl(entry(32_767, false)),
    by: "both",
    says: /^Network ACL acl-1 denies it.*No security group rule of sg-1 allows/,
  },
  {
    name: "an answer that the ACL does not let out",
    record: { outbound: true, sourcePort: 443, destinationPort: 40_000, tcpFlags: 18 },
    groups: knownGroups([rule({ egress: true, protocol: null, fromPort: null, toPort: null })]),
    acl: acl(
      entry(100, true, { egress: true, protocol: 6, fromPort: 443, toPort: 443 }),
      entry(32_767, false, { egress: true }),
    ),
    by: "acl",
    says: /denies it by its last rule \(\*\): no rule before it allows TCP 40000 to 198\.51\.100\.7\..*does not remember connections: an answer needs a rule of its own/,
  },
  {
    name: "a late packet that no group's rule allows",
    record: { sourcePort: 443, destinationPort: 40_000, tcpFlags: 4 },
    by: "groups",
    says: /needs no rule while its connection is remembered/,
  },
  {
    name: "a late packet where both let it pass",
    record: { tcpFlags: 1, destinationPort: 443 },
    groups: knownGroups([rule()]),
    by: "neither",
    says: /late packet of a closed connection is refused like this/,
  },
  {
    name: "a prefix list whose networks are not known",
    groups: knownGroups([rule({ fromPort: 22, toPort: 22, peer: { kind: "prefix-list", prefixListId: "pl-1" } })]),
    by: "unknown",
    says: /sg-1 may let it pass: the networks of prefix list pl-1 are not known/,
  },
  {
    name: "a prefix list for another port",
    groups: knownGroups([rule({ peer: { kind: "prefix-list", prefixListId: "pl-1" } })]),
    by: "groups",
    says: /^No security group rule/,
  },
  {
    name: "IPv6, by a rule for all of it",
    record: { peerIp: "2001:db8::7" },
    groups: knownGroups([rule({ fromPort: 22, toPort: 22, peer: network("::/0") })]),
    by: "neither",
    says: /rule 101: allow everything from ::\/0\..*sg-1 lets it pass: TCP 22 from ::\/0/,
  },
  {
    name: "IPv6, with rules for IPv4 alone",
    record: { peerIp: "2001:db8::7" },
    groups: knownGroups([rule({ protocol: null, fromPort: null, toPort: null })]),
    by: "groups",
    says: /^No security group rule of sg-1 allows TCP 22 from 2001:db8::7/,
  },
  {
    name: "a rule that names a group the far end was in",
    record: { peerIp: "10.0.0.9" },
    groups: knownGroups([rule({ fromPort: 22, toPort: 22, peer: { kind: "group", groupId: "sg-2" } })], {
      peerGroupIds: ["sg-2"],
    }),
    by: "neither",
    says: /sg-1 lets it pass: TCP 22 from sg-2/,
  },
  {
    name: "a rule that names a group the far end was not in",
    record: { peerIp: "10.0.0.9" },
    groups: knownGroups([rule({ fromPort: 22, toPort: 22, peer: { kind: "group", groupId: "sg-2" } })], {
      peerGroupIds: ["sg-3"],
    }),
    by: "groups",
    says: /^No security group rule/,
  },
  {
    name: "a rule that names a group, with a far end nobody describes",
    record: { peerIp: "10.0.0.9" },
    groups: knownGroups([rule({ fromPort: 22, toPort: 22, peer: { kind: "group", groupId: "sg-2" } })]),
    by: "unknown",
    says: /may let it pass: it is not known whether 10\.0\.0\.9 was in sg-2/,
  },
  {
    name: "a rule that names a group, with a public address",
    groups: knownGroups([rule({ fromPort: 22, toPort: 22, peer: { kind: "group", groupId: "sg-2" } })]),
    by: "groups",
    says: /^No security group rule/,
  },
  {
    name: "ICMP with a rule for all of it",
    record: ICMP,
    groups: knownGroups([rule({ protocol: 1, fromPort: null, toPort: null })]),
    by: "neither",
    says: /sg-1 lets it pass: ICMP from/,
  },
  {
    name: "ICMP with a rule for one type, which no record tells",
    record: ICMP,
    groups: knownGroups([rule({ protocol: 1, fromPort: 8, toPort: null })]),
    by: "unknown",
    says: /may let it pass: a flow record does not give its ICMP type, and the rule asks for 8/,
  },
  {
    name: "ICMP with rules for TCP",
    record: ICMP,
    by: "groups",
    says: /allows ICMP from 198\.51\.100\.7/,
  },
  {
    name: "an ACL that denies one ICMP type before it allows all",
    record: ICMP,
    groups: knownGroups([rule({ protocol: 1, fromPort: null, toPort: null })]),
    acl: acl(entry(90, false, { protocol: 1, icmpType: 5 }), entry(100, true)),
    by: "unknown",
    says: /acl-1 decides by rule 90 or a later one: a flow record does not give its ICMP type/,
  },
  {
    name: "a record that does not give its protocol",
    record: { protocol: null, destinationPort: null },
    by: "unknown",
    says: /may let it pass: the record does not give its protocol/,
  },
  {
    name: "groups without any description",
    groups: NONE,
    by: "unknown",
    says: /No description of the security groups at that time is loaded\./,
  },
  {
    name: "one of two groups without a description",
    groups: knownGroups([], {
      card: {
        atMs: AT,
        rules: { kind: "interface", interfaceId: "eni-1", subnetId: null, groupIds: ["sg-1", "sg-9"], ips: [] },
      },
    }),
    by: "unknown",
    says: /was in sg-9, of which no description at that time is loaded/,
  },
  {
    name: "no description of groups, and an ACL that denies",
    groups: NONE,
    acl: acl(entry(32_767, false)),
    by: "acl",
    says: /^Network ACL acl-1 denies it/,
  },
  {
    name: "no description of the ACL",
    acl: null,
    by: "groups",
    says: /^No security group rule.*No description of the subnet's network ACL at that time is loaded\./,
  },
  {
    name: "no description at all",
    ...{ groups: NONE, acl: null, by: "unknown" },
    says: /^No description of the security groups at that time is loaded, nor of the network ACL: .* cannot be told\.$/,
  },
  {
    name: "a direction that nothing tells",
    record: { outbound: null },
    by: "unknown",
    says: /^Which way it went is not known/,
  },
  {
    name: "a reason in the record itself",
    record: { reason: "BPA" },
    by: "record",
    says: /^$/,
  },
];

describe("why a record was refused", () => {
  it.each(TABLE)("is told for $name", ({ record, groups = knownGroups([rule()]), acl: given, by, says }) => {
    const explained = explainReject({ ...RECORD, ...record }, groups, given === undefined ? OPEN : given);
    expect(explained.refusedBy).toBe(by);
    expect(explained.sentences.join(" ")).toMatch(says);
  });

  it.each([
    [AT, /Described at the time of the record: the interface's groups, sg-1, acl-1\./],
    [AT - 3 * 3_600_000, /Described 3 hours before the record: acl-1/],
    [AT + 86_400_000, /Described only 1 day after the record, so it may have been otherwise then: acl-1/],
    [null, /Described at a time that the file does not say, so it may have been otherwise then: acl-1/],
  ])("says how old the description is", (atMs, says) => {
    const { sentences } = explainReject(RECORD, knownGroups([rule()]), { ...OPEN, atMs });
    expect(sentences.join(" ")).toMatch(says);
  });
});
