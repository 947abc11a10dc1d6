import { leastOf, mostOf } from "@/lib/core/extremes";
import { connectionsOf, intervalOf } from "@/lib/detect/channels/connections-of";
import { couldLast } from "@/lib/detect/channels/could-last";
import { detector, type Found, type Severity } from "@/lib/detect/detector.types";
import {
  aboutContact,
  contactProof,
  contactSubject,
  contactWords,
  isAwsEndpoint,
} from "@/lib/detect/detectors/contact-words";
import { longConnectionExamples } from "@/lib/detect/detectors/long-connection.examples";
import type { Channel } from "@/lib/detect/inputs/inputs.types";

type Names = "seconds" | "high";

function examine(channel: Channel, intervalSeconds: number, limits: Readonly<Record<Names, number>>): Found | null {
  const { contact } = channel;
  if (contact.internal || isAwsEndpoint(contact) || !couldLast(channel, limits.seconds)) return null;
  const connections = connectionsOf(channel, intervalSeconds);
  const long = connections.filter(({ startSeconds, endSeconds }) => endSeconds - startSeconds >= limits.seconds);
  const longest = long.reduce((most, one) => Math.max(most, one.endSeconds - one.startSeconds), 0);
  if (long.length === 0) return null;
  const severity: Severity = longest >= limits.high ? "high" : "medium";
  const from = leastOf(long, ({ startSeconds }) => startSeconds) * 1000;
  const to = mostOf(long, ({ endSeconds }) => endSeconds) * 1000;
  const hours = (longest / 3600).toFixed(1);
  return {
    about: aboutContact(contact),
    ...contactSubject(contact),
    severity,
    summary: `A connection to ${contactWords(contact)} stayed open for ${hours} h`,
    firstMs: from,
    lastMs: to,
    numbers: {
      "longest seconds": longest,
      "longest seconds threshold": limits.seconds,
      "connections as long": long.length,
      ...(long.every(({ beginning }) => beginning) ? {} : { beginning: "before the first record" }),
    },
    records: contactProof(contact, from, to),
  };
}

/** One connection that stays open for hours; the levels are RITA's (analysis.go: 4 h medium, 8 h high). */
export const longConnection = detector<"flowSpan" | "channels", Names>({
  id: "long-connection",
  title: "Connection open for hours",
  severity: "high",
  techniques: ["T1071", "T1572"],
  needs: ["flow"],
  reads: ["flowSpan", "channels"],
  looksFor: "One connection that an instance opened to an outside address and that stayed open for hours.",
  benign:
    "Web sockets, message queues, remote desktops, database links and VPNs keep connections open too. AWS's own endpoints (Systems Manager) are left out where AWS's ranges are loaded.",
  parameters: [
    { name: "seconds", words: "Shortest", unit: "seconds", default: 14_400, least: 1800, most: 604_800 },
    { name: "high", words: "High severity from", unit: "seconds", default: 28_800, least: 1800, most: 604_800 },
  ],
  evaluate: ({ flowSpan, channels }, parameters) =>
    channels.flatMap((channel) => examine(channel, intervalOf(flowSpan, channel), parameters) ?? []),
  examples: longConnectionExamples,
});
