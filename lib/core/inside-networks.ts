import { NetworkTable } from "@/lib/core/network-table";

/** Networks that are never outside: private, shared, link-local, loopback, multicast and broadcast. */
export const INSIDE_NETWORKS = [
  ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
  ...["224.0.0.0/4", "255.255.255.255/32", "0.0.0.0/8", "fc00::/7", "fe80::/10", "ff00::/8", "::1/128"],
] as const;

const table = new NetworkTable<true>();
for (const network of INSIDE_NETWORKS) table.add(network, true);

/** Whether an address, in canonical text, lies in one of them. */
export function isInside(ip: string): boolean {
  return table.holding(ip).length > 0;
}

/** IPv4 networks among them: the bits that all of their addresses share, and where these bits are. */
const IPV4 = INSIDE_NETWORKS.filter((network) => !network.includes(":")).map((network) => {
  const [address = "", length = "32"] = network.split("/");
  const mask = length === "0" ? 0 : -1 << (32 - Number(length));
  return { bits: address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0) & mask, mask };
});

/** The same of an IPv4 address of 32 bits, for those that ask millions of times. */
export function isIpv4Inside(address: number): boolean {
  for (const { bits, mask } of IPV4) if ((address & mask) === bits) return true;
  return false;
}
