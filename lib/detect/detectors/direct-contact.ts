import { detector, type Found } from "@/lib/detect/detector.types";
import {
  aboutContact,
  bytesWords,
  connectionsWords,
  contactProof,
  contactSubject,
  isAwsEndpoint,
} from "@/lib/detect/detectors/contact-words";
import { directContactExamples } from "@/lib/detect/detectors/direct-contact.examples";
import type { Inputs, UnnamedContact } from "@/lib/detect/inputs/inputs.types";

type Names = "hours" | "share" | "queries" | "history";
type Given = Pick<Inputs, "unnamedContacts" | "firstSeen" | "population">;
type Limits = Readonly<Record<Names, number>>;

const HOUR = 3_600_000;
/** Time and name servers are set by address; so are VPN gateways (IKE, WireGuard's usual port). */
const SET_BY_ADDRESS = new Set(["17/53", "6/53", "6/853", "17/123", "17/500", "17/4500", "17/51820"]);
const COMMON_SHARE = 0.5;
const LEAST_INTERFACES = 4;

/** Whether the resolver log would show a lookup, had there been one. */
function isWatched({ resolver }: UnnamedContact, limits: Limits): boolean {
  if (resolver === null || resolver.queries < limits.queries || !resolver.covers) return false;
  return resolver.peers > 0 && resolver.namedPeers / resolver.peers >= limits.share;
}

function examine(one: UnnamedContact, { firstSeen, population }: Given, limits: Limits): Found[] {
  const { contact, resolver, listed } = one;
  const { near, peer } = contact;
  if (resolver === null || !isWatched(one, limits)) return [];
  if (contact.internal || contact.served !== "peer" || isAwsEndpoint(contact)) return [];
  if (SET_BY_ADDRESS.has(`${contact.protocol}/${contact.servicePort}`)) return [];
  const { interfaces, interfacesByPeer } = population;
  if (interfaces >= LEAST_INTERFACES && (interfacesByPeer.get(peer) ?? 1) / interfaces >= COMMON_SHARE) return [];
  const metMs = contact.firstAcceptedMs ?? contact.firstMs;
  const history = (metMs - (firstSeen.get(near.interfaceNo) ?? metMs)) / HOUR;
  if (resolver.hoursBefore < limits.hours || history < limits.history) return [];
  return [
    {
      about: aboutContact(contact),
      ...contactSubject(contact),
      severity: listed ? "high" : "medium",
      summary: `${connectionsWords(contact)}, which no answer in its VPC names; ${bytesWords(contact.bytesOut)} out, ${bytesWords(contact.bytesIn)} in`,
      firstMs: metMs,
      lastMs: contact.lastMs,
      numbers: {
        "hours of resolver log before": Number(resolver.hoursBefore.toFixed(1)),
        "hours of resolver log before threshold": limits.hours,
        "hours of flow log before": Number(history.toFixed(1)),
        "hours of flow log before threshold": limits.history,
        "share of its outside addresses looked up": Number((resolver.namedPeers / resolver.peers).toFixed(2)),
        "share of its outside addresses looked up threshold": limits.share,
        "lookups of the instance": resolver.queries,
        "lookups of the instance threshold": limits.queries,
        ...{ connections: contact.connections, "bytes out": contact.bytesOut, "bytes in": contact.bytesIn },
        ...(listed ? { "on a list": "of known-bad addresses" } : {}),
      },
      records: contactProof(contact, contact.firstMs, contact.lastMs),
    },
  ];
}

/** What the resolver's log would show and does not: an address written into a tool instead of a name. */
export const directContact = detector<"unnamedContacts" | "firstSeen" | "population", Names>({
  id: "direct-contact",
  title: "Contact without a lookup",
  severity: "high",
  techniques: ["T1071", "T1095"],
  needs: ["flow", "dns"],
  reads: ["unnamedContacts", "firstSeen", "population"],
  looksFor:
    "Connections that an instance opens to an outside address, answered, which no resolver answer in its VPC ever named, where its other addresses were looked up.",
  benign:
    "Addresses are set by hand for partners, monitors and peer-to-peer software; a program that keeps names for days asked before the log begins; other resolvers and DNS over HTTPS leave no trace here.",
  parameters: [
    { name: "hours", words: "Resolver log before the first contact", unit: "hours", default: 12, least: 1, most: 1000 },
    { name: "history", words: "Flow log before the first contact", unit: "hours", default: 12, least: 1, most: 1000 },
    {
      name: "share",
      words: "Share of the instance's outside addresses that were looked up, at least",
      unit: "of 1",
      default: 0.5,
      least: 0.1,
      most: 1,
    },
    {
      name: "queries",
      words: "Lookups of the instance, at least",
      unit: "lookups",
      default: 10,
      least: 1,
      most: 100_000,
    },
  ],
  evaluate: (given, limits) => given.unnamedContacts.flatMap((one) => examine(one, given, limits)),
  leavesOpen({ unnamedContacts }, limits) {
    const subjects = (watched: boolean) =>
      new Set(
        unnamedContacts
          .filter((one) => isWatched(one, limits) === watched)
          .map(({ contact }) => contactSubject(contact).subject),
      );
    const seen = subjects(true);
    const unseen = [...subjects(false)].filter((subject) => !seen.has(subject)).length;
    if (unseen === 0) return null;
    return `not looked for at ${unseen} of the instances and interfaces, whose lookups the resolver logs hardly show`;
  },
  examples: directContactExamples,
});
