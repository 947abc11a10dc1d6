import { LOG_FORMATS } from "@/lib/formats/registry";

export interface KindWords {
  title: string;
  lane: "flow" | "dns" | "api" | "finding" | "other";
}

const LANES: Record<string, KindWords["lane"]> = {
  "vpc-flow": "flow",
  "tgw-flow": "flow",
  dns: "dns",
  cloudtrail: "api",
  "cloudtrail-digest": "api",
  guardduty: "finding",
  securityhub: "finding",
};
// Kinds that are told apart from the unknown and not read.
const UNREAD: Record<string, string> = {
  unknown: "No known log",
};

/** What a kind of evidence is called, and the source whose colour it has. */
export function kindOf(kind: string): KindWords {
  const title = LOG_FORMATS.find((format) => format.kind === kind)?.title ?? UNREAD[kind] ?? kind;
  return { title, lane: LANES[kind] ?? "other" };
}
