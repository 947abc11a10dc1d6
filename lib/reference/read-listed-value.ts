import { getPublicSuffix } from "tldts";
import { canonicalName } from "@/lib/core/domain-name";
import { canonicalNetwork } from "@/lib/core/network-table";
import { refang } from "@/lib/core/read-indicators";
import type { ListedValue } from "@/lib/reference/reference.types";

const NOTE_CHARACTERS = 300;
/** Wider networks would mark half of the world; no list means that. */
const WIDEST = { ipv4: 8, ipv6: 16 };

export type ReadValue = { listed: ListedValue } | { skipped: string };

/** One address, network or name of a list, however it was made unclickable. */
export function readListedValue(text: string, note: string): ReadValue {
  const given = text.trim();
  const plain = /^[\da-f:.[\]()]+\/\d{1,3}$/i.test(given) ? given.replaceAll(/[[\]()]/g, "") : refang(given);
  const network = canonicalNetwork(plain);
  const cut = note.slice(0, NOTE_CHARACTERS);
  if (network !== null) {
    const tooWide = network.bits < (network.isIpv6 ? WIDEST.ipv6 : WIDEST.ipv4);
    if (tooWide) return { skipped: "network wider than /8 (IPv6: /16)" };
    return { listed: { kind: "network", value: network.network, note: cut } };
  }
  const name = canonicalName(plain.replace(/^\*\./, ""));
  if (name === null) return { skipped: "neither address, network nor name" };
  if (getPublicSuffix(name) === name) return { skipped: "a suffix under which anybody may register names" };
  return { listed: { kind: "name", value: name, note: cut } };
}
