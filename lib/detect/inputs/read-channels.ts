import { pool } from "@/lib/db/pool";
import { FIRST_ROWS, inTurns, rowsNext } from "@/lib/detect/inputs/channel-turns";
import type { Channel } from "@/lib/detect/inputs/inputs.types";
import { INSIDE_NETWORKS } from "@/lib/detect/inputs/outside-networks";
import { CONTACT_COLUMNS, type ContactRow, toContact } from "@/lib/detect/inputs/to-contact";
import type { RunContext } from "@/lib/detect/run-context";
import { readMoments } from "@/lib/ingest/sums/moments";

/** A contact with fewer connections than this has no rhythm to speak of; one with more records is no beacon but a service. */
const LEAST_CONNECTIONS = 6;
const MOST_RECORDS = 200_000;
/** A connection of so many seconds is cut into one record in ten minutes at the least. */
const LONGEST_INTERVAL = 600;

/**
 * All contacts that an interface opened to the outside, often enough for a rhythm or for long, with the moments of their
 * records: some at a time, so that a case of any size fits into memory. Over a connection of its own, beside the run's: whoever looks at these
 * keeps this process busy for longer than the database, which may read other things meanwhile. Stands on the case's sums.
 */
export async function* readChannels(context: RunContext): AsyncGenerator<Channel[]> {
  const client = await pool().connect();
  let next: Promise<{ rows: (ContactRow & { moments: Buffer })[] }> | null = null;
  try {
    await context.giveSettings(client);
    await client.query("BEGIN");
    // All of it is read, and nothing is known of a case's moments that were loaded just now: never row by row.
    await client.query(
      "SET LOCAL cursor_tuple_fraction = 1; SET LOCAL enable_nestloop = off; SET LOCAL enable_sort = off",
    );
    await client.query(`DECLARE channels NO SCROLL CURSOR FOR ${statement(context)}`);
    let wanted = FIRST_ROWS;
    const fetch = () => client.query<ContactRow & { moments: Buffer }>(`FETCH ${wanted} FROM channels`);
    next = fetch();
    for (let { rows } = await next; rows.length > 0; { rows } = await next) {
      wanted = rowsNext(wanted, rows);
      // The database puts the next ones together while these are looked at.
      next = fetch();
      next.catch(() => undefined);
      for (const some of inTurns(rows))
        yield some.map((row) => ({ contact: toContact(row, context), ...readMoments(row.moments) }));
    }
  } finally {
    // The server works on at what nobody waits for. Nothing was written, and the connection's settings were the run's.
    await next?.catch(() => undefined);
    client.release(true);
  }
}

function statement({ client, caseId, parametersOf }: RunContext): string {
  const id = client.escapeLiteral(caseId);
  const fewest = Math.max(LEAST_CONNECTIONS, parametersOf("beacon").connections ?? 0);
  const shortest = parametersOf("long-connection").seconds ?? 0;
  return `
    SELECT ${CONTACT_COLUMNS}, m.moments
      FROM (SELECT interface_no, peer, protocol, service_port, string_agg(moments, ''::bytea) AS moments FROM flow_moments
             WHERE case_id = ${id}::uuid GROUP BY 1, 2, 3, 4) m
      JOIN flow_peers p USING (interface_no, peer, protocol, service_port)
     WHERE p.case_id = ${id}::uuid AND p.served = 2 AND p.accepted BETWEEN 2 AND ${MOST_RECORDS} AND NOT (p.peer <<= ANY(${INSIDE_NETWORKS}))
       AND (p.connections >= ${Math.floor(fewest)}
            OR p.last_end - p.first_start >= interval '${Math.floor(shortest)} seconds'
               AND p.accepted >= ${Math.floor(shortest / LONGEST_INTERVAL)})`;
}
