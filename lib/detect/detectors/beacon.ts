import { beaconScore, quantile } from "@/lib/detect/channels/beacon-score";
import { connectionsOf, intervalOf } from "@/lib/detect/channels/connections-of";
import { detector, type Found, type Parameters, type Severity } from "@/lib/detect/detector.types";
import { beaconExamples } from "@/lib/detect/detectors/beacon.examples";
import {
  aboutContact,
  contactProof,
  contactSubject,
  contactWords,
  isAwsEndpoint,
} from "@/lib/detect/detectors/contact-words";
import type { Channel, Connection, Inputs } from "@/lib/detect/inputs/inputs.types";

const DAY = 24 * 3600;
/** Services that ask at fixed times by design: NTP, DNS. */
const PERIODIC_BY_DESIGN = new Set(["17/123", "17/53", "6/53"]);

type Names = "score" | "gaps" | "connections" | "share";
type Given = Pick<Inputs, "flowSpan" | "population" | "channels">;

/** RITA's categories: interpolated between 50, 70, 90 and 100 of 100 to 0.2, 0.4, 0.6 and 0.8. */
function severityOf(score: number): Severity {
  if (score >= 0.9) return "high";
  return score >= 0.7 ? "medium" : "low";
}

/**
 * The best-scored 24 hours of a channel; each begins with a connection. Less than a day before the records end, the day before
 * their end is what it is scored in: minutes must not pass for a whole day.
 */
function bestDay(connections: readonly Connection[], { flowSpan }: Given, narrowSeconds: number) {
  const [first, last] = [Math.floor(flowSpan.firstMs / 1000), Math.ceil(flowSpan.lastMs / 1000)];
  let best: { day: readonly Connection[]; score: ReturnType<typeof beaconScore> } | null = null;
  for (let at = 0; at < connections.length; ) {
    const from = connections[at]?.startSeconds ?? 0;
    let end = at + 1;
    // Looked for from here on: a clock that lies makes days without number.
    while (end < connections.length && (connections[end]?.startSeconds ?? 0) < from + DAY) end++;
    const day = connections.slice(at, end);
    const to = Math.min(from + DAY, Math.max(last, from + 1));
    const score = beaconScore(
      day.map(({ startSeconds }) => startSeconds),
      day.flatMap(({ bytes }) => (bytes === null ? [] : [bytes])),
      { from: Math.min(from, Math.max(first, to - DAY)), to },
      narrowSeconds,
    );
    if (best === null || score.score > best.score.score) best = { day, score };
    at = end;
  }
  return best;
}

function examine(channel: Channel, given: Given, limits: Parameters<Names>): Found | null {
  const { contact } = channel;
  const intervalSeconds = intervalOf(given.flowSpan, channel);
  if (contact.internal || PERIODIC_BY_DESIGN.has(`${contact.protocol}/${contact.servicePort}`)) return null;
  if (isAwsEndpoint(contact)) return null;
  const share = (given.population.interfacesByPeer.get(contact.peer) ?? 1) / given.population.interfaces;
  if (given.population.interfaces >= 4 && share >= limits.share) return null;
  const connections = connectionsOf(channel, intervalSeconds).filter(({ beginning }) => beginning);
  if (connections.length < limits.connections) return null;
  const best = bestDay(connections, given, Math.max(10, intervalSeconds));
  if (!best || best.day.length < limits.connections) return null;
  const { day, score } = best;
  if (score.score < limits.score || score.gaps < limits.gaps) return null;
  const gaps = day.slice(1).map(({ startSeconds }, at) => startSeconds - (day[at]?.startSeconds ?? 0));
  const period = Math.round(
    quantile(
      gaps.filter((gap) => gap > 0).sort((a, b) => a - b),
      0.5,
    ),
  );
  // Faster than two aggregation intervals, the log's own cadence cannot be told from the sender's.
  if (period < 2 * intervalSeconds) return null;
  const [first, last] = [connections[0] as Connection, connections.at(-1) as Connection];
  return {
    about: aboutContact(contact),
    ...contactSubject(contact),
    severity: severityOf(score.score),
    summary: `${day.length} connections within 24 h to ${contactWords(contact)}, one every ${period} s`,
    firstMs: first.startSeconds * 1000,
    lastMs: last.endSeconds * 1000,
    numbers: {
      score: score.score,
      "score threshold": limits.score,
      gaps: score.gaps,
      "gaps threshold": limits.gaps,
      sizes: score.sizes,
      duration: score.duration,
      spread: score.spread,
      connections: day.length,
      "connections threshold": limits.connections,
      "connections in all": connections.length,
      "period seconds": period,
      "period uncertainty seconds": intervalSeconds,
    },
    records: contactProof(contact, first.startSeconds * 1000, last.endSeconds * 1000),
  };
}

/** Connections at even intervals to one outside address, scored as RITA 5 does it (see beacon-score.ts). */
export const beacon = detector<"flowSpan" | "population" | "channels", Names>({
  id: "beacon",
  title: "Connections at even intervals",
  severity: "high",
  techniques: ["T1071", "T1029"],
  needs: ["flow"],
  reads: ["flowSpan", "population", "channels"],
  looksFor: "Connections that an instance opens to one outside address at even intervals, of like size, for hours.",
  benign:
    "Agents that report, updates that are looked for, health checks of outside services and license servers call at even intervals too. AWS's own endpoints are left out where AWS's ranges are loaded.",
  parameters: [
    { name: "score", words: "Least score", unit: "of 1", default: 0.6, least: 0.3, most: 1 },
    { name: "gaps", words: "Least evenness of the gaps", unit: "of 1", default: 0.8, least: 0.3, most: 1 },
    {
      name: "connections",
      words: "Fewest connections in 24 hours",
      unit: "connections",
      default: 20,
      least: 6,
      most: 10_000,
    },
    {
      name: "share",
      words: "Left out where so many of the interfaces talk to the address",
      unit: "of 1",
      default: 0.5,
      least: 0,
      most: 1,
    },
  ],
  evaluate(input, parameters) {
    return input.channels.flatMap((channel) => examine(channel, input, parameters) ?? []);
  },
  examples: beaconExamples,
});
