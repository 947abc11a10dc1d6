import { groupBy } from "@/lib/core/group-by";
import { detector, type Found } from "@/lib/detect/detector.types";
import { aboutContact, contactProof, contactSubject, serviceWords } from "@/lib/detect/detectors/contact-words";
import { lateralMovementExamples } from "@/lib/detect/detectors/lateral-movement.examples";
import type { Contact, Inputs } from "@/lib/detect/inputs/inputs.types";

type Names = "history" | "fan";
type Given = Pick<Inputs, "neighbours" | "firstSeen" | "firstContact">;
const HOUR = 3_600_000;

interface NewNeighbour {
  contact: Contact;
  metMs: number;
  historyHours: number;
}

/** First met after enough records of that interface to say so. */
function asNew(contact: Contact, given: Given, limits: Readonly<Record<Names, number>>): NewNeighbour[] {
  if (!contact.internal || contact.served !== "peer") return [];
  const { interfaceNo } = contact.near;
  const metMs = given.firstContact.get(`${interfaceNo} ${contact.peer}`) ?? contact.firstMs;
  const historyHours = (metMs - (given.firstSeen.get(interfaceNo) ?? metMs)) / HOUR;
  return historyHours >= limits.history ? [{ contact, metMs, historyHours }] : [];
}

/** How many different neighbours were met within an hour of each moment at which one was, before or after. */
function neighboursAround(found: readonly NewNeighbour[]): Map<number, number> {
  const inOrder = found.toSorted((a, b) => a.metMs - b.metMs);
  const around = new Map<number, number>();
  const within = new Map<string, number>();
  let [from, to] = [0, 0];
  for (const { metMs } of inOrder) {
    for (let next = inOrder[to]; next && next.metMs <= metMs + HOUR; next = inOrder[++to])
      within.set(next.contact.peer, (within.get(next.contact.peer) ?? 0) + 1);
    for (let left = inOrder[from]; left && left.metMs < metMs - HOUR; left = inOrder[++from]) {
      const times = (within.get(left.contact.peer) ?? 1) - 1;
      if (times === 0) within.delete(left.contact.peer);
      else within.set(left.contact.peer, times);
    }
    around.set(metMs, within.size);
  }
  return around;
}

/** One sender's new neighbours, each a detection; many within an hour weigh more. */
function describe(found: readonly NewNeighbour[], limits: Readonly<Record<Names, number>>): Found[] {
  const near = neighboursAround(found);
  return found.map(({ contact, metMs, historyHours }) => {
    const withinHour = near.get(metMs) ?? 0;
    return {
      about: aboutContact(contact),
      ...contactSubject(contact),
      severity: withinHour >= limits.fan ? "high" : "medium",
      summary: `${contactSubject(contact).subject} opened ${serviceWords(contact)} of its neighbour ${contact.peer}, first met after ${Math.floor(historyHours)} h of records`,
      firstMs: contact.firstMs,
      lastMs: contact.lastMs,
      numbers: {
        "hours of records before the first contact": Number(historyHours.toFixed(1)),
        "hours of records before the first contact threshold": limits.history,
        "new neighbours within an hour": withinHour,
        "high severity from new neighbours": limits.fan,
        "bytes out": contact.bytesOut,
        "bytes in": contact.bytesIn,
      },
      records: contactProof(contact, contact.firstMs, contact.lastMs),
    };
  });
}

/** A neighbour met for the first time, at a port of administration or data, with traffic both ways. */
export const lateralMovement = detector<"neighbours" | "firstSeen" | "firstContact", Names>({
  id: "lateral-movement",
  title: "New neighbour opened at an administration port",
  severity: "high",
  techniques: ["T1021", "T1570"],
  needs: ["flow"],
  reads: ["neighbours", "firstSeen", "firstContact"],
  looksFor:
    "An instance that opens SSH, RDP, SMB, a database or the like at a neighbour it had nothing to do with before.",
  benign:
    "An operator who logs in from a jump host for the first time in a while, a deployment, a database that failed over.",
  parameters: [
    {
      name: "history",
      words: "Least records before the first contact",
      unit: "hours",
      default: 24,
      least: 1,
      most: 10_000,
    },
    {
      name: "fan",
      words: "High severity from so many new neighbours within an hour",
      unit: "neighbours",
      default: 3,
      least: 2,
      most: 1000,
    },
  ],
  evaluate(given, limits) {
    const found = given.neighbours.flatMap((contact) => asNew(contact, given, limits));
    return [...groupBy(found, ({ contact }) => contact.near.interfaceNo).values()].flatMap((ofOne) =>
      describe(ofOne, limits),
    );
  },
  examples: lateralMovementExamples,
});
