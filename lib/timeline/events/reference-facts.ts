import { canonicalAddress } from "@/lib/core/address";
import { NetworkTable } from "@/lib/core/network-table";
import { labelAddresses, listedNames } from "@/lib/reference/label-addresses";
import type { Listed } from "@/lib/reference/reference.types";
import type { EventRow } from "@/lib/timeline/events/event.types";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { listWatched, type WatchedRow } from "@/lib/timeline/network/list-watched";
import { placeWords } from "@/lib/timeline/network/place-words";

/** A record can name hundreds of addresses: so many are looked up. */
const MOST_ADDRESSES = 12;

/** The far addresses and names of an event. */
function namedBy(row: EventRow): { ips: string[]; names: string[] } {
  switch (row.source) {
    case "flow":
      return { ips: [row.peerIp], names: row.peerName && "name" in row.peerName ? [row.peerName.name] : [] };
    case "dns":
      return { ips: row.answers.flatMap((text) => canonicalAddress(text) ?? []), names: [row.name] };
    case "api":
      return { ips: row.calledFrom === null ? [] : [canonicalAddress(row.calledFrom) ?? []].flat(), names: [] };
    case "finding":
      return { ips: row.remoteIps, names: [] };
  }
}

/** What the reference data and the case's watched values say of an event's far addresses and names. */
export async function referenceFacts(caseId: string, row: EventRow): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const named = namedBy(row);
  const ips = [...new Set(named.ips)].slice(0, MOST_ADDRESSES);
  const names = named.names.map((name) => name.toLowerCase().replace(/\.$/, ""));
  const [labels, marks, watched] = await Promise.all([labelAddresses(ips), listedNames(names), listWatched(caseId)]);
  const facts = ips.flatMap((ip): Fact[] => {
    const label = labels.get(ip);
    const value = label ? placeWords(label) : "";
    return value === "" ? [] : [{ name: "Reference data", value: ips.length === 1 ? value : `${ip}: ${value}` }];
  });
  const listed = [...ips.flatMap((ip) => labels.get(ip)?.listed ?? []), ...[...marks.values()].flat()];
  return {
    facts,
    verdicts: [
      ...[...new Set(listed.map(listedWords))].map((text) => ({ text, flag: true })),
      ...watchedAmong(watched, ips, names).map(({ value, source }) => ({
        text: `${value} is watched in this case, from the list ${source}.`,
        flag: true,
      })),
    ],
  };
}

function listedWords({ value, list, note }: Listed): string {
  return `${value} stands on the list ${list}${note === "" ? "" : `: ${note}`}`;
}

function watchedAmong(watched: readonly WatchedRow[], ips: readonly string[], names: readonly string[]): WatchedRow[] {
  const networks = new NetworkTable<WatchedRow>();
  for (const row of watched) if (row.kind === "network") networks.add(row.value, row);
  const met = new Set(ips.flatMap((ip) => networks.holding(ip).map(({ value }) => value)));
  const isMet = ({ kind, value }: WatchedRow) =>
    kind === "name" && names.some((name) => name === value || name.endsWith(`.${value}`));
  return watched.filter((row) => met.has(row) || isMet(row));
}
