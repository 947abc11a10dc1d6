import type { AclEntry } from "@/lib/core/network-rules";
import { matchAclEntry } from "@/lib/timeline/rejects/match-rule";
import type { AsDescribed, RefusedRecord } from "@/lib/timeline/rejects/reject.types";

/** What the subnet's network ACL says to a record. `entry` is null where no rule at all is about it: that denies. */
export type AclJudgement =
  | { is: "allowed"; entry: AclEntry }
  | { is: "denied"; entry: AclEntry | null }
  | { is: "perhaps"; entry: AclEntry; unless: string }
  | { is: "unknown" };

/** Rules are asked by number, the lowest first, each direction by itself: an ACL does not remember connections. */
export function judgeAcl(record: RefusedRecord, acl: AsDescribed<"network-acl"> | null): AclJudgement {
  if (acl === null) return { is: "unknown" };
  let open: { entry: AclEntry; unless: string } | null = null;
  const entries = acl.rules.entries.filter(({ egress }) => egress === record.outbound);
  for (const entry of entries.sort((a, b) => a.number - b.number)) {
    const match = matchAclEntry(entry, record);
    if (match.is === "perhaps") open ??= { entry, unless: match.unless };
    if (match.is !== "yes") continue;
    // A rule before it that may be about the record matters where it would decide otherwise.
    if (open && open.entry.allow !== entry.allow) return { is: "perhaps", ...open };
    return { is: entry.allow ? "allowed" : "denied", entry };
  }
  return open?.entry.allow ? { is: "perhaps", ...open } : { is: "denied", entry: null };
}
