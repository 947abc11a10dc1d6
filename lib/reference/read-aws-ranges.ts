import { z } from "zod";
import { NetworkTable } from "@/lib/core/network-table";

export interface AwsRange {
  service: string;
  region: string;
}

const MOST_RANGES = 200_000;
const text = z.string().max(100);
const Shape = z.object({
  syncToken: z.string().max(40),
  createDate: z.string().max(40),
  prefixes: z.array(z.object({ ip_prefix: text, region: text, service: text })).max(MOST_RANGES),
  ipv6_prefixes: z.array(z.object({ ipv6_prefix: text, region: text, service: text })).max(MOST_RANGES),
});

/**
 * AWS's published address ranges (`ip-ranges.json`; AWS General Reference, "AWS IP address ranges"): `syncToken` is the time
 * of publication in Unix seconds. Null for JSON that is no such file.
 */
export function readAwsRanges(
  json: unknown,
): { table: NetworkTable<AwsRange>; datedMs: number | null; unreadable: number } | null {
  const read = Shape.safeParse(json);
  if (!read.success) return null;
  const table = new NetworkTable<AwsRange>();
  let unreadable = 0;
  const add = (network: string, { service, region }: AwsRange) => {
    if (!table.add(network, { service, region })) unreadable++;
  };
  for (const row of read.data.prefixes) add(row.ip_prefix, row);
  for (const row of read.data.ipv6_prefixes) add(row.ipv6_prefix, row);
  const seconds = /^\d{9,11}$/.test(read.data.syncToken) ? Number(read.data.syncToken) : null;
  return { table, datedMs: seconds === null ? null : seconds * 1000, unreadable };
}

/** AMAZON names all of AWS's ranges, the others what a range is for. */
const EVERYTHING = "AMAZON";

/** The service and region of an address: those of the narrowest range that names a service; null outside of all ranges. */
export function awsLabel(table: NetworkTable<AwsRange>, ip: string): { services: string[]; region: string } | null {
  const rows = table.holding(ip);
  const [first] = rows.filter(({ value }) => value.service !== EVERYTHING);
  const best = first ?? rows[0];
  if (!best) return null;
  const services = rows.filter(({ bits, value }) => bits === best.bits && (!first || value.service !== EVERYTHING));
  return { services: [...new Set(services.map(({ value }) => value.service))].sort(), region: best.value.region };
}
