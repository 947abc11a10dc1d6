import { groupBy } from "@/lib/core/group-by";
import { isoInstantOrNull } from "@/lib/investigate/iso-instant";
import type { Query } from "@/lib/search/query.types";
import type { Parameters } from "@/lib/timeline/events/source-read";

/** An interface, asker or caller, by its number, while it was an instance's; half open, null is "as far as the evidence reaches". */
export interface HeldThing {
  no: number;
  instanceId: string;
  fromMs: number | null;
  toMs: number | null;
}

/** Whether a query says anything of whose a record is. */
function asksForHolder(query: Query | null): boolean {
  if (query === null) return false;
  if (query.kind === "and" || query.kind === "or") return query.parts.some(asksForHolder);
  if (query.kind === "not") return asksForHolder(query.part);
  return query.kind === "marked" ? query.groups.length > 0 : query.kind === "field" && query.field === "instance";
}

/**
 * SQL for a table under an alias, with `instance_id` beside its columns where the query asks for it: whose the thing of each
 * record (its number in the column `thing`) was at its `time`. Looked up by its number: a join, which the planner makes in the
 * order of time, would hold each record against all things.
 */
export function withHolders(
  at: Parameters,
  query: Query | null,
  { table, alias, thing, time }: { table: string; alias: string; thing: string; time: string },
  held: () => readonly HeldThing[],
): string {
  if (!asksForHolder(query)) return `${table} ${alias}`;
  const always: Record<string, string> = {};
  const whiles: Record<string, { id: string; from: string | null; to: string | null }[]> = {};
  for (const [no, stretches] of groupBy(held(), (one) => one.no)) {
    const [first] = stretches;
    if (first && first.fromMs === null && first.toMs === null) always[no] = first.instanceId;
    else
      whiles[no] = stretches.map(({ instanceId: id, fromMs, toMs }) => {
        return { id, from: isoInstantOrNull(fromMs), to: isoInstantOrNull(toMs) };
      });
  }
  const number = `${alias}.${thing}::text`;
  const holder = `${at.add(JSON.stringify(always))}::jsonb ->> ${number}`;
  const some = Object.keys(whiles).length === 0 ? null : at.add(JSON.stringify(whiles));
  const moment = `${alias}.${time}`;
  const column =
    some === null
      ? holder
      : `CASE WHEN ${some}::jsonb ? ${number}
              THEN (SELECT h.id FROM jsonb_to_recordset(${some}::jsonb -> ${number}) AS h(id text, "from" timestamptz, "to" timestamptz)
                     WHERE (h."from" IS NULL OR ${moment} >= h."from") AND (h."to" IS NULL OR ${moment} < h."to") LIMIT 1)
              ELSE ${holder} END`;
  return `(SELECT ${alias}.*, ${column} AS instance_id FROM ${table} ${alias}) ${alias}`;
}
