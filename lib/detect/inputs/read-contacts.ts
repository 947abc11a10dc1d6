import type { Contact } from "@/lib/detect/inputs/inputs.types";
import { INSIDE_NETWORKS } from "@/lib/detect/inputs/outside-networks";
import { CONTACT_COLUMNS, type ContactRow, toContact } from "@/lib/detect/inputs/to-contact";
import { ADMIN_PORTS } from "@/lib/detect/ports";
import type { RunContext } from "@/lib/detect/run-context";

/** Below this nobody would call it an upload; RITA's own step for data is 25 MB. */
const LEAST_UPLOAD_BYTES = 1_000_000;
/** A list that people could still read, many times over; the largest stay. */
const MOST_CONTACTS = 20_000;

/** Contacts that fit, those that most was sent to first, at most twenty thousand. */
export async function contactsWhere(context: RunContext, where: string, values: unknown[] = []): Promise<Contact[]> {
  const { rows } = await context.client.query<ContactRow>(
    `SELECT ${CONTACT_COLUMNS} FROM peer_sums p WHERE ${where}
      ORDER BY p.bytes_out DESC, p.peer, p.service_port, p.protocol, p.served LIMIT ${MOST_CONTACTS}`,
    values,
  );
  return rows.map((row) => toContact(row, context));
}

/** Contacts that an interface opened, or nobody knows who did, by which at least a megabyte went outside. */
export function readUploads(context: RunContext): Promise<Contact[]> {
  return contactsWhere(
    context,
    `p.served <> 1 AND p.bytes_out >= ${LEAST_UPLOAD_BYTES} AND NOT (p.peer <<= ANY(${INSIDE_NETWORKS}))`,
  );
}

/** Contacts with both ways passed, at ports of administration and databases; whether the peer is inside is told by each. */
export function readNeighbours(context: RunContext): Promise<Contact[]> {
  return contactsWhere(
    context,
    "p.served <> 0 AND p.protocol = 6 AND p.service_port = ANY($1::int[]) AND p.packets_out > 0 AND p.packets_in > 0",
    [[...ADMIN_PORTS]],
  );
}

/** Contacts outside that are not web traffic: where tunnels and odd ports would show. */
export function readOtherServices(context: RunContext): Promise<Contact[]> {
  return contactsWhere(
    context,
    `p.served <> 1 AND p.bytes_out > 0 AND p.bytes_in > 0 AND NOT (p.peer <<= ANY(${INSIDE_NETWORKS}))
      AND NOT (p.protocol IN (6, 17) AND p.service_port IN (80, 443))`,
  );
}

/** First moment of each interface. */
export async function readFirstSeen({ client }: RunContext): Promise<Map<number, number>> {
  const { rows } = await client.query<{ interface_no: number; first_ms: number }>(
    `SELECT interface_no, (extract(epoch FROM min(first_start)) * 1000)::float8 AS first_ms
       FROM peer_sums GROUP BY interface_no`,
  );
  return new Map(rows.map(({ interface_no, first_ms }) => [interface_no, first_ms]));
}

/** First moment of each interface with each address that it had to do with at several services or sent much to. */
export async function readFirstContact({ client }: RunContext): Promise<Map<string, number>> {
  const { rows } = await client.query<{ key: string; first_ms: number }>(
    `SELECT interface_no || ' ' || host(peer) AS key, (extract(epoch FROM min(first_start)) * 1000)::float8 AS first_ms
       FROM peer_sums GROUP BY interface_no, peer
     HAVING bool_or(bytes_out >= ${LEAST_UPLOAD_BYTES}) OR bool_or(protocol = 6 AND service_port = ANY($1::int[]))
      LIMIT ${5 * MOST_CONTACTS}`,
    [[...ADMIN_PORTS]],
  );
  return new Map(rows.map(({ key, first_ms }) => [key, first_ms]));
}
