import type { FlowProof } from "@/lib/detect/detector.types";
import type { Contact } from "@/lib/detect/inputs/inputs.types";

const PROTOCOLS: Record<number, string> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6" };

/** "tcp/443", "udp/53", "icmp", "protocol 47". */
export function serviceWords({ protocol, servicePort }: Pick<Contact, "protocol" | "servicePort">): string {
  const name = PROTOCOLS[protocol] ?? (protocol < 0 ? "unknown protocol" : `protocol ${protocol}`);
  return servicePort === 0 ? name : `${name}/${servicePort}`;
}

/**
 * Ranges of AWS's in which customers of AWS answer too: instances, content networks, buckets and the like. What lies in none of them
 * is an endpoint of AWS's own (Systems Manager, CloudWatch, STS), which agents call evenly and for hours.
 */
const CUSTOMERS_TOO: ReadonlySet<string> = new Set([
  ...["EC2", "CLOUDFRONT", "CLOUDFRONT_ORIGIN_FACING", "GLOBALACCELERATOR", "API_GATEWAY", "S3", "AMAZON_CONNECT"],
  ...["AMAZON_APPFLOW", "CLOUD9", "WORKSPACES_GATEWAYS", "MEDIA_PACKAGE_V2", "IVS_REALTIME", "IVS_LOW_LATENCY"],
]);

/** A range of which AWS's own services alone answer. */
export function isAwsEndpoint({ aws }: Pick<Contact, "aws">): boolean {
  return aws !== null && !aws.services.some((service) => CUSTOMERS_TOO.has(service));
}

/** "198.51.100.7 on tcp/443", "203.0.113.7 (AWS S3 eu-west-1) on tcp/443". */
export function contactWords(contact: Contact): string {
  const { aws } = contact;
  const range = aws === null ? "" : ` (AWS ${aws.services.join(", ")} ${aws.region})`;
  return `${contact.peer}${range} on ${serviceWords(contact)}`;
}

/** "1 connection to 198.51.100.7 on tcp/443". */
export function connectionsWords(contact: Contact): string {
  const { connections } = contact;
  return `${connections} ${connections === 1 ? "connection" : "connections"} to ${contactWords(contact)}`;
}

/**
 * Tells a contact from every other of the same subject; interfaces by their own ids, which numbers of a database are not. One
 * port can be served by the peer in some records and by nobody knows whom in others (both ports 123, say).
 */
export function aboutContact(contact: Contact): string {
  const served = contact.served === "peer" ? "" : ` ${contact.served}`;
  return `${contact.near.interfaceKey} ${contact.peer} ${serviceWords(contact)}${served}`;
}

/** The instance where one is known, else the interface. */
export function contactSubject({ near }: Pick<Contact, "near">): { subject: string; instanceId: string | null } {
  return { subject: near.instanceId ?? near.interfaceKey, instanceId: near.instanceId };
}

/** The contact's own records within a stretch, in epoch ms. */
export function contactProof(
  contact: Contact,
  fromMs: number,
  toMs: number,
  verdict: FlowProof["verdict"] = "passed",
): FlowProof {
  const { near, peer, protocol, servicePort } = contact;
  return { interfaceNos: [near.interfaceNo], peer, protocol, port: servicePort, verdict, fromMs, toMs };
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** "1.8 GB": three figures at most, in powers of a thousand. */
export function bytesWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 999.5 && unit < UNITS.length - 1; value /= 1000) unit++;
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${UNITS[unit]}`;
}
