import { detector, type Found } from "@/lib/detect/detector.types";
import { aboutContact, connectionsWords, contactProof, contactSubject } from "@/lib/detect/detectors/contact-words";
import { oddPortExamples } from "@/lib/detect/detectors/odd-port.examples";
import type { Contact, Inputs } from "@/lib/detect/inputs/inputs.types";
import { COMMON_PORTS } from "@/lib/detect/ports";

type Names = "connections" | "history";
type Given = Pick<Inputs, "otherServices" | "firstSeen">;
const HOUR = 3_600_000;
const TCP = 6;

function examine(
  contact: Contact,
  given: Given,
  users: ReadonlyMap<number, number>,
  limits: Readonly<Record<Names, number>>,
): Found[] {
  const { near, servicePort } = contact;
  if (contact.internal || contact.protocol !== TCP || contact.served !== "peer") return [];
  if (servicePort === 0 || COMMON_PORTS.has(servicePort) || contact.connections < limits.connections) return [];
  if ((users.get(servicePort) ?? 0) > 1) return [];
  const history = (contact.firstMs - (given.firstSeen.get(near.interfaceNo) ?? contact.firstMs)) / HOUR;
  if (history < limits.history) return [];
  return [
    {
      about: aboutContact(contact),
      ...contactSubject(contact),
      severity: "low",
      summary: `${connectionsWords(contact)}, a port that nothing else in the evidence uses outside`,
      firstMs: contact.firstMs,
      lastMs: contact.lastMs,
      numbers: {
        connections: contact.connections,
        "connections threshold": limits.connections,
        "hours of records before the first": Number(history.toFixed(1)),
        "hours of records before the first threshold": limits.history,
        "bytes out": contact.bytesOut,
      },
      records: contactProof(contact, contact.firstMs, contact.lastMs),
    },
  ];
}

/** An uncommon port outside that one interface alone uses, first after a day of records without it. Thresholds are our own. */
export const oddPort = detector<"otherServices" | "firstSeen", Names>({
  id: "odd-port",
  title: "Uncommon port outside",
  severity: "low",
  techniques: ["T1571"],
  needs: ["flow"],
  reads: ["otherServices", "firstSeen"],
  looksFor:
    "Connections to the outside on a port of no common service, by one interface alone, that began after a day without.",
  benign: "Partners and appliances with ports of their own, games, file transfers in passive mode.",
  parameters: [
    { name: "connections", words: "Fewest connections", unit: "connections", default: 5, least: 1, most: 100_000 },
    { name: "history", words: "Least records before the first", unit: "hours", default: 24, least: 1, most: 10_000 },
  ],
  evaluate(given, limits) {
    const users = new Map<number, Set<number>>();
    for (const { servicePort, near } of given.otherServices) {
      users.set(servicePort, (users.get(servicePort) ?? new Set()).add(near.interfaceNo));
    }
    const counts = new Map([...users].map(([port, interfaces]) => [port, interfaces.size]));
    return given.otherServices.flatMap((contact) => examine(contact, given, counts, limits));
  },
  examples: oddPortExamples,
});
