import type { Ask } from "@/lib/athena/questions/ask.types";
import { nameOf, under } from "@/lib/athena/questions/from-table";
import { type Sql, sql } from "@/lib/athena/sql/sql";
import { queryFieldsOf } from "@/lib/athena/tables/table-fields";

/**
 * Who asked the resolver in the window, and who of them was given a flagged address: one row for instance, VPC and
 * address. Columns: instance_id, vpc_id, address, answered (how often a flagged address was in the answer).
 */
export function findAskers({ tables, known, fromMs, toMs }: Ask): Sql {
  const rows = tables.map((table) => {
    const { within, instanceId, vpcId, source, answered } = queryFieldsOf(table, fromMs, toMs);
    return sql`SELECT ${instanceId} AS instance_id, ${vpcId} AS vpc_id, ${source} AS address, ${answered(known.addresses)} AS met
  FROM ${nameOf(table)}
  WHERE ${within}`;
  });
  return sql`SELECT instance_id, vpc_id, address, count_if(met) AS answered
FROM (
  ${under(rows)}
) AS queries
GROUP BY instance_id, vpc_id, address`;
}
