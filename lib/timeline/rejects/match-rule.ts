import { isPrivateAddress, isWithinNetwork } from "@/lib/core/address";
import type { AclEntry, GroupRule } from "@/lib/core/network-rules";
import type { RefusedRecord } from "@/lib/timeline/rejects/reject.types";

/** Whether a rule is about a record; `perhaps` with what would have to be known. */
type Match = { is: "yes" } | { is: "no" } | { is: "perhaps"; unless: string };

const YES: Match = { is: "yes" };
const NO: Match = { is: "no" };
const perhaps = (unless: string): Match => ({ is: "perhaps", unless });

const ICMP = new Set([1, 58]);
const WITH_PORTS = new Set([6, 17]);

interface Traffic {
  protocol: number | null;
  fromPort: number | null;
  toPort: number | null;
  /** ICMP type, where the rule asks for one. */
  icmpType: number | null;
}

function matchTraffic(rule: Traffic, record: RefusedRecord): Match {
  if (rule.protocol === null) return YES;
  if (record.protocol === null) return perhaps("the record does not give its protocol");
  if (rule.protocol !== record.protocol) return NO;
  if (ICMP.has(rule.protocol)) {
    return rule.icmpType === null
      ? YES
      : perhaps(`a flow record does not give its ICMP type, and the rule asks for ${rule.icmpType}`);
  }
  if (!WITH_PORTS.has(rule.protocol) || (rule.fromPort === null && rule.toPort === null)) return YES;
  if (record.destinationPort === null) return perhaps("the record does not give its port");
  const { destinationPort } = record;
  return destinationPort >= (rule.fromPort ?? 0) && destinationPort <= (rule.toPort ?? 65_535) ? YES : NO;
}

function matchPeer({ peer }: GroupRule, peerIp: string, peerGroupIds: readonly string[] | null): Match {
  switch (peer.kind) {
    case "network":
      return isWithinNetwork(peerIp, peer.cidr) ? YES : NO;
    case "prefix-list":
      return perhaps(`the networks of prefix list ${peer.prefixListId} are not known`);
    case "group":
      // A rule that names a group lets private addresses of its interfaces pass, never public ones.
      if (!isPrivateAddress(peerIp) && !peerIp.includes(":")) return NO;
      if (peerGroupIds === null) return perhaps(`it is not known whether ${peerIp} was in ${peer.groupId}`);
      return peerGroupIds.includes(peer.groupId) ? YES : NO;
  }
}

function both(a: Match, b: Match): Match {
  if (a.is === "no" || b.is === "no") return NO;
  return a.is === "perhaps" ? a : b;
}

/** Whether a rule of a security group is about the record; the rule's direction is the caller's to choose. */
export function matchGroupRule(rule: GroupRule, record: RefusedRecord, peerGroupIds: readonly string[] | null): Match {
  // Rules of groups keep the ICMP type where others have their first port.
  return both(matchTraffic({ ...rule, icmpType: rule.fromPort }, record), matchPeer(rule, record.peerIp, peerGroupIds));
}

/** Whether an entry of a network ACL is about the record. */
export function matchAclEntry(entry: AclEntry, record: RefusedRecord): Match {
  return both(isWithinNetwork(record.peerIp, entry.cidr) ? YES : NO, matchTraffic(entry, record));
}
