import type { PeerRow } from "@/lib/timeline/network/network.types";
import { placeWords } from "@/lib/timeline/network/place-words";

const PROTOCOLS: Record<number, string> = { 1: "ICMP", 6: "TCP", 17: "UDP", 47: "GRE", 50: "ESP", 58: "ICMPv6" };

/** `TCP 443, UDP 53 and 3 more`; what the instance served itself is marked. */
export function serviceWords({ services, serviceCount }: Pick<PeerRow, "services" | "serviceCount">): string {
  const words = services.map(({ protocol, port, served }) => {
    const name = protocol < 0 ? "protocol not given" : (PROTOCOLS[protocol] ?? `protocol ${protocol}`);
    return `${name}${port > 0 ? ` ${port}` : ""}${served === "instance" ? " served" : ""}`;
  });
  const more = serviceCount - services.length;
  return `${words.join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
}

/** What the reference data and the ledger say of an address, in a few words; empty where they say nothing. */
export function labelWords({ holder, label }: Pick<PeerRow, "holder" | "label">): string {
  return [holder, placeWords(label)].filter((part) => part !== null && part !== "").join(" · ");
}
