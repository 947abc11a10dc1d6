import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { type Connection, type ConnectionRecord, tellConnection } from "@/lib/timeline/events/tell-connection";
import { toFacts } from "@/lib/timeline/events/to-facts";

interface ConnectionEnds {
  interfaceNo: number;
  sourceIp: string;
  destinationIp: string;
  sourcePort: number | null;
  destinationPort: number | null;
  protocol: number | null;
  startMs: number;
  action: "ACCEPT" | "REJECT" | null;
}

/** Ports are used again: what lies further off may be another connection. */
const AROUND_MS = 10 * 60_000;
const MOST_RECORDS = 500;
const TCP = 6;

/** The records of one 5-tuple, both ways, at one interface around a time, and what they tell together. */
async function readConnection(loads: string, ends: ConnectionEnds): Promise<Connection> {
  const way = (from: string, to: string, fromPort: string, toPort: string) =>
    `(f.source_ip = ${from}::inet AND f.destination_ip = ${to}::inet
      AND f.source_port IS NOT DISTINCT FROM ${fromPort}::int AND f.destination_port IS NOT DISTINCT FROM ${toPort}::int)`;
  const { rows } = await pool().query<ConnectionRecord>(
    `SELECT (extract(epoch FROM f.start_at) * 1000)::float8 AS "startMs", (extract(epoch FROM f.end_at) * 1000)::float8 AS "endMs",
            ${way("$2", "$3", "$4", "$5")} AS "sameWay", f.tcp_flags AS "tcpFlags",
            CASE f.action WHEN 1 THEN true WHEN 2 THEN false END AS accepted
       FROM flow_records f
      WHERE f.load_id IN (${loads}) AND f.interface_no = $1 AND f.start_at BETWEEN $7 AND $8 AND NOT f.duplicate
        AND f.protocol IS NOT DISTINCT FROM $6::smallint
        AND (${way("$2", "$3", "$4", "$5")} OR ${way("$3", "$2", "$5", "$4")})
      ORDER BY f.start_at LIMIT ${MOST_RECORDS}`,
    [
      ...[ends.interfaceNo, ends.sourceIp, ends.destinationIp, ends.sourcePort, ends.destinationPort, ends.protocol],
      ...[ends.startMs - AROUND_MS, ends.startMs + AROUND_MS].map(isoInstant),
    ],
  );
  return tellConnection(rows);
}

function endWords(isTcp: boolean, { openedBy, closedMs, short }: Connection): string | null {
  if (!isTcp || openedBy === null) return null;
  if (short) return "opened and closed within one interval";
  return closedMs === null ? "not seen within 10 minutes of this record" : null;
}

/** Who opened the connection of a flow record, whether an end of it is seen, and whether its answer was refused. */
export async function connectionFacts(
  loads: string,
  ends: ConnectionEnds,
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const connection = await readConnection(loads, ends);
  const { openedBy, closedMs, records } = connection;
  const isTcp = ends.protocol === TCP;
  const opener = openedBy === "source" ? ends.sourceIp : ends.destinationIp;
  return {
    facts: toFacts([
      ["Opened by", openedBy === null ? null : opener, "mono"],
      ["Its records", isTcp && records > 1 ? `${records} within 10 minutes, both ways` : null],
      ["Closed", isTcp && closedMs !== null ? String(closedMs) : null, "instant"],
      ["Its end", endWords(isTcp, connection)],
    ]),
    verdicts:
      connection.answerRefused && ends.action === "REJECT"
        ? [
            {
              text: "The other way of this connection was accepted before. A security group remembers what it let in and lets the answer pass: it was the network ACL, which remembers nothing, that refused this answer.",
              flag: false,
            },
          ]
        : [],
  };
}
