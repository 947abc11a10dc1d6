import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Query } from "@/lib/search/query.types";
import type { Parameters } from "@/lib/timeline/events/source-read";

/** An interface, asker or caller, by its number, while it was an instance's; half open, null is "as far as the evidence reaches". */
export interface HeldThing {
  no: number;
  instanceId: string;
  fromMs: number | null;
  toMs: number | null;
}

const EVER = { from: 0, to: Date.UTC(9999, 0) };

/** Whether a query says anything of whose a record is. */
function asksForHolder(query: Query | null): boolean {
  if (query === null) return false;
  if (query.kind === "and" || query.kind === "or") return query.parts.some(asksForHolder);
  if (query.kind === "not") return asksForHolder(query.part);
  return query.kind === "marked" ? query.groups.length > 0 : query.kind === "field" && query.field === "instance";
}

/**
 * SQL for a table under an alias, with `instance_id` beside its columns where the query asks for it: whose the thing of each
 * record (its number in the column `thing`) was at its `time`. Joined by its number, so that no record looks through all things.
 */
export function withHolders(
  at: Parameters,
  query: Query | null,
  { table, alias, thing, time }: { table: string; alias: string; thing: string; time: string },
  held: () => readonly HeldThing[],
): string {
  if (!asksForHolder(query)) return `${table} ${alias}`;
  const rows = held().map(({ no, instanceId, fromMs, toMs }) => ({
    ...{ no, instance_id: instanceId },
    ...{ from_at: isoInstant(fromMs ?? EVER.from), to_at: isoInstant(toMs ?? EVER.to) },
  }));
  return `(SELECT ${alias}.*, held.instance_id FROM ${table} ${alias}
      LEFT JOIN jsonb_to_recordset(${at.add(JSON.stringify(rows))}::jsonb)
                  AS held(no int, instance_id text, from_at timestamptz, to_at timestamptz)
        ON held.no = ${alias}.${thing} AND ${alias}.${time} >= held.from_at AND ${alias}.${time} < held.to_at) ${alias}`;
}
