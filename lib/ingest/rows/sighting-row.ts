import { type AddressCache, ipv4Text } from "@/lib/ingest/address-cache";
import type { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import type { SeenIp, Sighting } from "@/lib/ingest/sighting";

export const SIGHTING_COLUMNS = [
  "case_id",
  "file_id",
  "context_no",
  "first_start",
  "last_start",
  "last_end",
  "records",
  "first_record",
  "own_ips",
  "common_ips",
] as const;

/** No row of these columns takes more bytes than this, in the binary format of COPY. */
export const MOST_SIGHTING_BYTES = 768;

export interface SightingOf {
  /** The case's id as sixteen bytes. */
  caseId: Uint8Array;
  fileId: number;
  contextNo: number;
}

/** Writes a row of flow_sightings; addresses stand in the order of their text. */
export function writeSightingRow(to: BinaryWriter, seen: Sighting, of: SightingOf, addresses: AddressCache): void {
  to.begin(SIGHTING_COLUMNS.length);
  to.uuid(of.caseId);
  to.int4(of.fileId);
  to.int4(of.contextNo);
  to.time(seen.firstStartMs);
  to.time(seen.lastStartMs);
  to.time(seen.lastEndMs);
  to.int8(seen.records);
  to.int4(seen.firstRecord);
  writeIps(to, seen.ownIps, addresses);
  writeIps(to, seen.commonIps ?? [], addresses);
}

function writeIps(to: BinaryWriter, ips: readonly SeenIp[], addresses: AddressCache): void {
  to.inets(ips.length, ips.filter((ip) => typeof ip === "string").length);
  for (const ip of ips.length > 1 ? inOrder(ips) : ips) {
    if (typeof ip === "number") to.ipv4(ip);
    else to.ipv6(addresses.get(ip)?.ipv6 ?? new Uint8Array(16));
  }
}

function inOrder(ips: readonly SeenIp[]): SeenIp[] {
  const texts = ips.map((ip) => ({ ip, text: typeof ip === "number" ? ipv4Text(ip) : ip }));
  return texts.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ ip }) => ip);
}
