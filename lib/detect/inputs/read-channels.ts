import type { Channel } from "@/lib/detect/inputs/inputs.types";
import { INSIDE_NETWORKS } from "@/lib/detect/inputs/outside-networks";
import { CONTACT_COLUMNS, type ContactRow, toContact } from "@/lib/detect/inputs/to-contact";
import { flowEnds } from "@/lib/detect/rollup/flow-ends";
import type { RunContext } from "@/lib/detect/run-context";

/** A contact with fewer connections than this has no rhythm to speak of; one with more is no beacon but a service. */
const LEAST_CONNECTIONS = 6;
const MOST_RECORDS = 200_000;
/** A connection of so many seconds is cut into one record in ten minutes at the least. */
const LONGEST_INTERVAL = 600;
const FETCH_ROWS = 2000;

/**
 * Start and near port of a record, and whether it begins a connection, in 51 bits at most: a double holds them exactly. Clocks
 * centuries off would not fit, and have no rhythm: their records are left out.
 */
const MOMENT = `(floor(date_part('epoch', start_at))::bigint << 18) + (coalesce(near_port, 0)::bigint << 2) + begins`;
/** Bytes (-1 for none given; more than 2^39 are not told apart) and, in 13 bits, how many seconds it lasted. */
const SIZE = `(least(coalesce(bytes, -1), 549755813887) << 13)
  + least(greatest(date_part('epoch', end_at - start_at), 0), 8191)::bigint`;

/**
 * Reads the records of all contacts that an interface opened to the outside, often enough for a rhythm or for long: the second
 * of the two full scans of a run. Stands on `peer_sums`.
 */
export async function readChannels(context: RunContext): Promise<Channel[]> {
  const { client } = context;
  const fewest = Math.max(LEAST_CONNECTIONS, context.parametersOf("beacon").connections ?? 0);
  const shortest = context.parametersOf("long-connection").seconds ?? 0;
  await client.query("DROP TABLE IF EXISTS channel_contacts, channel_records");
  // Arrays that do not fit are written to disk and read again, which takes longer than all the rest.
  await client.query("SET work_mem = '256MB'");
  await client.query(`
    CREATE TEMP TABLE channel_contacts AS
    SELECT row_number() OVER ()::int AS channel_no, p.*,
           (p.protocol::int << 20) + (2 << 16) + p.service_port + (1 << 18) AS service
      FROM peer_sums p
     WHERE served = 2 AND accepted BETWEEN 2 AND ${MOST_RECORDS} AND NOT (peer <<= ANY(${INSIDE_NETWORKS}))
       AND (connections >= ${Math.floor(fewest)}
            OR last_end - first_start >= interval '${Math.floor(shortest)} seconds'
               AND accepted >= ${Math.floor(shortest / LONGEST_INTERVAL)})`);
  await gatherRecords(context);
  return fetchChannels(context);
}

/**
 * Makes `channel_records`. A temporary table would be read by one core alone; another one that nobody ever sees goes with its
 * transaction, whatever happens.
 */
async function gatherRecords({ client, loads, own }: RunContext): Promise<void> {
  await client.query("BEGIN");
  try {
    const { rows } = await client.query<{ keys: string }>("SELECT 'channel_keys_' || pg_backend_pid() AS keys");
    const keys = client.escapeIdentifier(rows[0]?.keys ?? "channel_keys");
    await client.query(
      `CREATE UNLOGGED TABLE ${keys} AS SELECT channel_no, interface_no, peer, service FROM channel_contacts`,
    );
    await client.query(`ANALYZE ${keys}`);
    // A plain range of times counts as few records, which one core is left to group; sorting them takes the disk.
    await client.query("SET LOCAL enable_sort = off");
    await client.query(`
      CREATE TEMP TABLE channel_records AS
      SELECT k.channel_no, array_agg(${MOMENT}) AS moments, array_agg(${SIZE}) AS sizes
        FROM (${flowEnds(client, loads, own, { sent: true })}) record JOIN ${keys} k USING (interface_no, peer, service)
       WHERE CASE WHEN start_at < '1970-01-01Z' THEN false ELSE start_at < '2200-01-01Z' END
       GROUP BY k.channel_no`);
    await client.query(`DROP TABLE ${keys}`);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

async function fetchChannels(context: RunContext): Promise<Channel[]> {
  const { client } = context;
  const contacts = await client.query<ContactRow & { channel_no: number }>(
    `SELECT p.channel_no, ${CONTACT_COLUMNS} FROM channel_contacts p`,
  );
  const byNumber = new Map(contacts.rows.map((row) => [row.channel_no, row]));
  const channels: Channel[] = [];
  for (let from = 0; from < contacts.rows.length; from += FETCH_ROWS) {
    const { rows } = await client.query<{ channel_no: string; moments: string; sizes: string }>({
      text: "SELECT channel_no, moments, sizes FROM channel_records WHERE channel_no > $1 AND channel_no <= $2",
      values: [from, from + FETCH_ROWS],
      types: AS_SENT,
    });
    for (const { channel_no, moments, sizes } of rows) {
      const contact = byNumber.get(Number(channel_no));
      if (contact) channels.push({ contact: toContact(contact, context), ...unpack(moments, sizes) });
    }
  }
  return channels;
}

/** Values as the server sends them: the driver would make a text of each number. */
const AS_SENT = { getTypeParser: () => (value: string) => value };

/** The whole numbers of an array in the database's text form, `{1,-2}`. */
function wholeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let [value, sign] = [0, 1];
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) value = value * 10 + code - 48;
    else if (code === 45) sign = -1;
    else {
      numbers.push(sign * value);
      [value, sign] = [0, 1];
    }
  }
  return numbers;
}

function unpack(momentsText: string, sizesText: string): Omit<Channel, "contact"> {
  const moments = wholeNumbers(momentsText);
  const sizes = wholeNumbers(sizesText);
  const startSeconds = Float64Array.from(moments, (moment) => Math.floor(moment / 2 ** 18));
  return {
    startSeconds,
    endSeconds: Float64Array.from(
      sizes,
      (size, at) => (startSeconds[at] ?? 0) + (size - Math.floor(size / 8192) * 8192),
    ),
    nearPorts: Int32Array.from(moments, (moment) => Math.floor(moment / 4) % 65_536),
    bytes: Float64Array.from(sizes, (size) => Math.floor(size / 8192)),
    begins: Uint8Array.from(moments, (moment) => moment % 4),
  };
}
