import type { KeyVerdict, UseOrigin } from "@/lib/investigate/sessions/session-use.types";
import type { HopView, SessionLine } from "@/lib/timeline/sessions/session-view.types";

/** Used off the instance? In a word or two. */
export const VERDICTS: Record<KeyVerdict, { words: string; tone: "plain" | "flag" | "warn" | "ok" }> = {
  "off-instance": { words: "off the instance", tone: "flag" },
  "assumed-off": { words: "from two addresses", tone: "warn" },
  "on-instance": { words: "on the instance", tone: "ok" },
  unknown: { words: "not known", tone: "warn" },
  "no-address": { words: "AWS services only", tone: "plain" },
  unseen: { words: "never seen used", tone: "plain" },
};

/** The same as a sentence that says what it rests on. */
export const VERDICT_SENTENCES: Record<KeyVerdict, string> = {
  "off-instance": "It was used from an address that was not the instance's at that time.",
  "assumed-off":
    "No address is known that the instance's calls could come from. The one behind most of them is taken for it, and there were calls from another.",
  "on-instance":
    "Every call that shows an address came from the instance, its NAT gateway or through its endpoint, by what the evidence says of its addresses.",
  unknown:
    "Not known: no address is known that the instance's calls could come from, or the records do not say where they came from.",
  "no-address": "Only AWS services used it on the role's behalf: no call shows an address.",
  unseen: "It was issued, and no record shows it in use.",
};

export const ORIGINS: Record<UseOrigin, string> = {
  instance: "the instance",
  nat: "its NAT gateway",
  "own-endpoint": "the instance, through its endpoint",
  "aws-service": "an AWS service",
  "foreign-endpoint": "another's endpoint",
  "foreign-address": "elsewhere",
  usual: "not known to be its own; most calls come from it",
  unknown: "the record does not tell",
};

export const PROOFS: Record<HopView["proof"], string> = {
  "access-key": "access key in the call's answer",
  "role-id-and-time": "session's unique id and the second it began",
  "source-identity": "source identity",
  "sign-in": "sign-in of the same person at that time",
};

const ROOTS: Record<NonNullable<SessionLine["root"]>, string> = {
  instance: "delivered to the instance by EC2",
  user: "a user's own credentials",
  "sign-in": "signed in to the console",
  federated: "known by another identity provider",
  service: "issued by an AWS service",
  "aws-own-role": "AWS's own role, not code on the instance",
  "other-account": "another account, whose log is not in the evidence",
  "not-in-evidence": "issuing call not in the evidence",
  circular: "issued by what it issued: not possible as recorded",
  other: "caller of a kind that is not known",
};

/** Where a session came from, in words. */
export function originWords({ root, service, hop }: Pick<SessionLine, "root" | "service" | "hop">): string {
  if (root === "service" && service !== null) return `issued by ${service}`;
  if (root !== null) return ROOTS[root];
  if (hop === null) return ROOTS["not-in-evidence"];
  if (hop.call === null) return "same source identity; issuing call not in the evidence";
  return `${hop.call.eventName} with ${hop.byKeyId ?? "a session without a key"}`;
}

/** `4 min after it was issued` */
export function sinceIssue(minutes: number | null): string | null {
  if (minutes === null) return null;
  return minutes === 0 ? "within a minute of its issue" : `${minutes} min after it was issued`;
}
