import { detector, type Found } from "@/lib/detect/detector.types";
import {
  aboutContact,
  bytesWords,
  contactProof,
  contactSubject,
  contactWords,
} from "@/lib/detect/detectors/contact-words";
import { uploadNewPeerExamples } from "@/lib/detect/detectors/upload-new-peer.examples";
import type { Contact, Inputs } from "@/lib/detect/inputs/inputs.types";

type Names = "bytes" | "ratio" | "history";
type Given = Pick<Inputs, "uploads" | "firstSeen" | "firstContact" | "population">;
const HOUR = 3_600_000;
const GIGABYTE = 1e9;
/** What so many of the interfaces talk to is everybody's service; of fewer than four, one alone is half of them. */
const COMMON_SHARE = 0.5;
const LEAST_INTERFACES = 4;

function examine(contact: Contact, given: Given, limits: Readonly<Record<Names, number>>): Found[] {
  const { near, peer } = contact;
  const ratio = contact.bytesOut / (contact.bytesIn + 1);
  if (contact.internal || contact.bytesOut < limits.bytes || ratio < limits.ratio) return [];
  const { interfaces, interfacesByPeer } = given.population;
  if (interfaces >= LEAST_INTERFACES && (interfacesByPeer.get(peer) ?? 1) / interfaces >= COMMON_SHARE) return [];
  const metMs = given.firstContact.get(`${near.interfaceNo} ${peer}`) ?? contact.firstMs;
  const history = (metMs - (given.firstSeen.get(near.interfaceNo) ?? metMs)) / HOUR;
  if (history < limits.history) return [];
  return [
    {
      about: aboutContact(contact),
      ...contactSubject(contact),
      severity: contact.bytesOut >= GIGABYTE ? "high" : "medium",
      summary: `${bytesWords(contact.bytesOut)} went to ${contactWords(contact)}, first met after ${Math.floor(history)} h of records`,
      firstMs: metMs,
      lastMs: contact.lastMs,
      numbers: {
        "bytes out": contact.bytesOut,
        "bytes out threshold": limits.bytes,
        "out for each byte in": Number(ratio.toFixed(1)),
        "out for each byte in threshold": limits.ratio,
        "hours of records before the first contact": Number(history.toFixed(1)),
        "hours of records before the first contact threshold": limits.history,
      },
      records: contactProof(contact, contact.firstMs, contact.lastMs),
    },
  ];
}

/** Much sent to an address that the interface had nothing to do with before, with enough records to say "before". */
export const uploadNewPeer = detector<"uploads" | "firstSeen" | "firstContact" | "population", Names>({
  id: "upload-new-peer",
  title: "Much sent to an address not met before",
  severity: "high",
  techniques: ["T1048", "T1041", "T1567"],
  needs: ["flow"],
  reads: ["uploads", "firstSeen", "firstContact", "population"],
  looksFor: "An outside address that an interface met for the first time and sent much to.",
  benign:
    "A service with many addresses gives a new one every few hours (storage, delivery networks); a first backup; a new customer.",
  parameters: [
    { name: "bytes", words: "Least bytes out", unit: "bytes", default: 50_000_000, least: 1_000_000, most: 1e13 },
    { name: "ratio", words: "Least bytes out for each byte in", unit: "bytes", default: 3, least: 0, most: 1000 },
    {
      name: "history",
      words: "Least records before the first contact",
      unit: "hours",
      default: 24,
      least: 1,
      most: 10_000,
    },
  ],
  evaluate: (given, limits) => given.uploads.flatMap((contact) => examine(contact, given, limits)),
  examples: uploadNewPeerExamples,
});
