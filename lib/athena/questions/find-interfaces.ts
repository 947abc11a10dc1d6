import type { Ask } from "@/lib/athena/questions/ask.types";
import { nameOf, under } from "@/lib/athena/questions/from-table";
import { isAnyAddress } from "@/lib/athena/sql/addresses";
import { isOneOf, type Sql, sql } from "@/lib/athena/sql/sql";
import { flowFieldsOf } from "@/lib/athena/tables/table-fields";

/**
 * Which interfaces met a flagged address, or are known to be of somebody who did, or held an address that somebody asked
 * the resolver from, and which addresses they held. An interface's own address is at one end of all its records, so it is
 * the one that stands in most of them, by family of addresses; at a tie all are told. Columns: interface_id, vpc_id,
 * instance_id, address, met (ends of records that are a flagged address).
 */
export function findInterfaces({ tables, known, fromMs, toMs }: Ask): Sql {
  const rows = tables.map((table) => {
    const fields = flowFieldsOf(table, fromMs, toMs);
    return sql`SELECT ${fields.interfaceId} AS interface_id, ${fields.vpcId} AS vpc_id, ${fields.instanceId} AS instance_id,
    ${fields.source} AS source, ${fields.destination} AS destination, ${fields.meets(known.addresses)} AS met
  FROM ${nameOf(table)}
  WHERE ${fields.within} AND ${fields.isTraffic}`;
  });
  const address = sql`address`;
  return sql`SELECT interface_id, vpc_id, instance_id, address, met
FROM (
  SELECT interface_id, address, vpc_id, instance_id,
    sum(met) OVER (PARTITION BY interface_id) AS met,
    rank() OVER (PARTITION BY interface_id, family ORDER BY records DESC) AS place
  FROM (
    SELECT records.interface_id AS interface_id, sides.address AS address, strpos(sides.address, ':') > 0 AS family,
      max(records.vpc_id) AS vpc_id, max(records.instance_id) AS instance_id,
      count(*) AS records, count_if(records.met) AS met
    FROM (
      ${under(rows)}
    ) AS records
    CROSS JOIN UNNEST(ARRAY[records.source, records.destination]) AS sides (address)
    WHERE records.interface_id IS NOT NULL AND sides.address IS NOT NULL AND sides.address <> '-'
    GROUP BY records.interface_id, sides.address
  ) AS ends
) AS held
WHERE place = 1
  AND NOT ${isAnyAddress(address, known.addresses)}
  AND (met > 0 OR ${isOneOf(sql`interface_id`, known.interfaceIds)} OR ${isAnyAddress(address, known.ownAddresses)})`;
}
