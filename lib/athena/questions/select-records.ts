import type { Ask } from "@/lib/athena/questions/ask.types";
import { sessionName } from "@/lib/athena/questions/find-sessions";
import { nameOf } from "@/lib/athena/questions/from-table";
import { recordColumns } from "@/lib/athena/questions/select-columns";
import { isAnyAddress } from "@/lib/athena/sql/addresses";
import { anyOf, isOneOf, type Sql, sql } from "@/lib/athena/sql/sql";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { callFieldsOf, flowFieldsOf, queryFieldsOf } from "@/lib/athena/tables/table-fields";
import { HOLDING_CALLS } from "@/lib/formats/cloudtrail/observe-event";

type AskOfOne = Omit<Ask, "tables"> & { table: LogTable };

function select(table: LogTable, within: Sql, wanted: Sql): Sql {
  return sql`SELECT ${recordColumns(table)}
FROM ${nameOf(table)}
WHERE ${within}
  AND ${wanted}`;
}

/** All records of the interfaces, those of intervals without traffic and of losses too: they tell what is covered. */
export function selectFlows({ table, known, fromMs, toMs }: AskOfOne): Sql {
  const { within, interfaceId } = flowFieldsOf(table, fromMs, toMs);
  return select(table, within, isOneOf(interfaceId, known.interfaceIds));
}

/** All lookups of the instances, by their ids and from their interfaces' addresses, and whatever answered with a flagged address. */
export function selectLookups({ table, known, fromMs, toMs }: AskOfOne): Sql {
  const { within, instanceId, source, answered } = queryFieldsOf(table, fromMs, toMs);
  const wanted = [isOneOf(instanceId, known.instanceIds), isAnyAddress(source, known.ownAddresses)];
  return select(table, within, anyOf([...wanted, answered(known.addresses)]));
}

/**
 * The calls of the instances' sessions and of those obtained with them, the calls that issued their keys, those that came from
 * a flagged address, and those of EC2 that say who held interfaces and addresses.
 */
export function selectCalls({ table, known, fromMs, toMs }: AskOfOne): Sql {
  const call = callFieldsOf(table, fromMs, toMs);
  const wanted = anyOf([
    isOneOf(sessionName(call.principalId), known.instanceIds),
    isOneOf(call.accessKeyId, known.accessKeyIds),
    isOneOf(call.issuedKeyId, known.accessKeyIds),
    isAnyAddress(call.sourceAddress, known.addresses),
    sql`(${call.eventSource} = 'ec2.amazonaws.com' AND ${isOneOf(call.eventName, HOLDING_CALLS)})`,
  ]);
  return select(table, call.within, wanted);
}
