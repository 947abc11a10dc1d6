import type pg from "pg";
import { EPHEMERAL, SERVICE, WITH_PORTS } from "@/lib/ingest/sums/flow-ends";
import type { OwnAddresses } from "@/lib/ledger/own-addresses";

/**
 * Keeps the planner from repeating each expression wherever it is named, here and in what reads this. A bare 0 is a conversion
 * until it is planned, which counts as a limit: all above it would be left to one core.
 */
const FENCE = "OFFSET bigint '0'";

/**
 * A query that gives every counted record of the interfaces as its ends: `interface_no`, `peer`, `service` (bits of SERVICE),
 * `near_port`, `begins` (1 yes, 0 no, 2 untold), `syn_only`, and `start_at`, `end_at`, `bytes`, `packets` as they are. What no
 * direction and no own address tells the side of is left out.
 *
 * Who served is told by the record's own SYN, else by the lower port; two high ports without a SYN tell nothing. All numbers in
 * the text are made here.
 *
 * @param only the interface that is asked about, by its number
 */
export function flowEnds(
  client: pg.ClientBase,
  loads: readonly number[],
  own: readonly OwnAddresses[],
  only: number,
): string {
  const one = `AND f.interface_no = ${Number(only)}`;
  const is = (column: string) => `(${column} = o.ip OR (o.more IS NOT NULL AND ${column} = ANY(o.more)))`;
  const json = client.escapeLiteral(JSON.stringify(own));
  return `
    SELECT interface_no, CASE side WHEN 2 THEN destination ELSE source END AS peer,
           CASE server WHEN 1 THEN source_port WHEN 2 THEN destination_port WHEN 3 THEN source_port ELSE 0 END
             + CASE WHEN server IN (0, 3) THEN 0 WHEN (server = 2) = (side = 2) THEN ${2 * SERVICE.served} ELSE ${SERVICE.served} END
             + CASE side WHEN 2 THEN ${SERVICE.out} ELSE 0 END + CASE action WHEN 2 THEN ${SERVICE.refused} ELSE 0 END
             + coalesce(protocol, -1) * ${SERVICE.protocol} AS service,
           CASE side WHEN 2 THEN source_port ELSE destination_port END AS near_port,
           CASE WHEN protocol = 6 AND tcp_flags IS NOT NULL THEN (tcp_flags & 18 = 2)::int ELSE 2 END AS begins,
           protocol = 6 AND tcp_flags = 2 AS syn_only,
           start_at, end_at, bytes, packets
      FROM (SELECT f.interface_no, f.start_at, f.end_at, f.bytes, f.packets, f.action, f.protocol, f.tcp_flags,
                   f.source_port, f.destination_port,
                   coalesce(f.packet_source_ip, f.source_ip) AS source,
                   coalesce(f.packet_destination_ip, f.destination_ip) AS destination,
                   CASE WHEN f.direction <> 0 THEN f.direction
                        WHEN ${is("f.source_ip")} AND NOT coalesce(${is("f.destination_ip")}, false) THEN 2
                        WHEN ${is("f.destination_ip")} AND NOT coalesce(${is("f.source_ip")}, false) THEN 1
                        ELSE 0 END AS side,
                   CASE WHEN f.source_port IS NULL OR f.destination_port IS NULL OR f.protocol NOT IN (${WITH_PORTS.join(", ")}) THEN 0
                        WHEN f.protocol = 6 AND f.tcp_flags & 2 <> 0 THEN CASE WHEN f.tcp_flags & 16 <> 0 THEN 1 ELSE 2 END
                        WHEN f.source_port = f.destination_port THEN 3
                        WHEN least(f.source_port, f.destination_port) >= ${EPHEMERAL} THEN 0
                        WHEN f.source_port < f.destination_port THEN 1 ELSE 2 END AS server
              FROM flow_records f
              JOIN jsonb_to_recordset(${json}::jsonb) AS o (interface_no int, ip inet, more inet[])
                ON o.interface_no = f.interface_no
             WHERE f.load_id IN (${loads.map(Number).join(",") || "NULL"}) AND NOT f.duplicate ${one}
            ${FENCE}) sides
     WHERE side <> 0 ${FENCE}`;
}

/** Columns that undo the bits of `service`. */
export const SERVICE_COLUMNS = `
  (service >> 20)::smallint AS protocol, service & 65535 AS service_port, ((service >> 16) & 3)::smallint AS served`;
export const LEFT = `(service & ${SERVICE.out}) <> 0`;
export const REFUSED = `(service & ${SERVICE.refused}) <> 0`;
/** Records of the side that opened. */
export const OPENER = `((service >> 16) & 3 = 2 AND ${LEFT} OR (service >> 16) & 3 = 1 AND NOT (${LEFT}))`;
