import type { Ask } from "@/lib/athena/questions/ask.types";
import { nameOf, under } from "@/lib/athena/questions/from-table";
import { isOneOf, type Sql, sql } from "@/lib/athena/sql/sql";
import { callFieldsOf } from "@/lib/athena/tables/table-fields";

/** Of the calls with a key, the name that the caller's session has: an instance's own is named for it. */
export function sessionName(principalId: Sql): Sql {
  return sql`substr(${principalId}, strpos(${principalId}, ':') + 1)`;
}

/**
 * Which keys the sessions of instances called with, which key each call answered with, and which instance an interface was
 * attached to: what it takes to follow keys to any depth without asking again. Columns: session_name, access_key_id,
 * issued_key_id, interface_id, instance_id.
 */
export function findSessions({ tables, known, fromMs, toMs }: Ask): Sql {
  const rows = tables.map((table) => {
    const call = callFieldsOf(table, fromMs, toMs);
    const attached = (member: Sql) =>
      sql`CASE WHEN ${call.eventName} = 'AttachNetworkInterface' THEN json_extract_scalar(${call.request}, ${member}) END`;
    return sql`SELECT ${sessionName(call.principalId)} AS session_name, ${call.accessKeyId} AS access_key_id,
    ${call.issuedKeyId} AS issued_key_id, ${attached(sql`'$.networkInterfaceId'`)} AS interface_id, ${attached(sql`'$.instanceId'`)} AS instance_id
  FROM ${nameOf(table)}
  WHERE ${call.within}`;
  });
  return sql`SELECT session_name, access_key_id, issued_key_id, interface_id, instance_id
FROM (
  ${under(rows)}
) AS calls
WHERE (access_key_id IS NOT NULL AND (issued_key_id IS NOT NULL OR starts_with(session_name, 'i-') OR ${isOneOf(sql`access_key_id`, known.accessKeyIds)}))
  OR ${isOneOf(sql`interface_id`, known.interfaceIds)}
GROUP BY session_name, access_key_id, issued_key_id, interface_id, instance_id`;
}
