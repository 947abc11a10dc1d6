import { detector, type Found, type Severity } from "@/lib/detect/detector.types";
import {
  aboutContact,
  bytesWords,
  contactProof,
  contactSubject,
  contactWords,
} from "@/lib/detect/detectors/contact-words";
import { tunnelExamples } from "@/lib/detect/detectors/tunnel.examples";
import type { Contact } from "@/lib/detect/inputs/inputs.types";

type Names = "bytes" | "packet";

/** Protocols that carry other packets: IP in IP, IPv6 in IPv4, GRE, ESP. */
const CARRIERS: Record<number, string> = { 4: "IP in IP", 41: "IPv6 in IPv4", 47: "GRE", 50: "ESP" };

/** Services whose packets are small by their protocol, by number and port. */
const SMALL: Record<string, string> = {
  "1/0": "ICMP",
  "58/0": "ICMPv6",
  "17/123": "NTP",
  "17/53": "DNS",
  "6/53": "DNS over TCP",
};

function describe(contact: Contact, what: string, severity: Severity, numbers: Found["numbers"]): Found {
  return {
    about: aboutContact(contact),
    ...contactSubject(contact),
    severity,
    summary: `${bytesWords(contact.bytesOut)} went to ${contactWords(contact)} as ${what}`,
    firstMs: contact.firstMs,
    lastMs: contact.lastMs,
    numbers,
    records: contactProof(contact, contact.firstMs, contact.lastMs),
  };
}

function examine(contact: Contact, limits: Readonly<Record<Names, number>>): Found[] {
  if (contact.internal || contact.bytesOut < limits.bytes || contact.packetsOut === 0) return [];
  const size = Math.round(contact.bytesOut / contact.packetsOut);
  const bytes = { "bytes out": contact.bytesOut, "bytes out threshold": limits.bytes };
  const carrier = CARRIERS[contact.protocol];
  if (carrier !== undefined) return [describe(contact, carrier, "low", bytes)];
  const small = SMALL[`${contact.protocol}/${contact.servicePort}`];
  if (small === undefined || size < limits.packet) return [];
  return [
    describe(contact, `${small}, ${size} bytes a packet`, "medium", {
      ...bytes,
      "bytes a packet": size,
      "bytes a packet threshold": limits.packet,
    }),
  ];
}

/** Much data in packets larger than the protocol has use for, or in one that carries packets. Thresholds are our own. */
export const tunnel = detector<"otherServices", Names>({
  id: "tunnel",
  title: "Tunnel over a common protocol",
  severity: "medium",
  techniques: ["T1572", "T1095"],
  needs: ["flow"],
  reads: ["otherServices"],
  looksFor: "Much sent outside over ICMP, NTP or DNS in packets larger than these need, or over GRE, ESP, IP in IP.",
  benign: "VPNs and overlay networks of one's own, large zone transfers, tests of path size with large pings.",
  parameters: [
    { name: "bytes", words: "Least bytes out", unit: "bytes", default: 1_000_000, least: 10_000, most: 1e12 },
    { name: "packet", words: "Least size of a packet", unit: "bytes", default: 180, least: 80, most: 9000 },
  ],
  evaluate: ({ otherServices }, limits) => otherServices.flatMap((contact) => examine(contact, limits)),
  examples: tunnelExamples,
});
