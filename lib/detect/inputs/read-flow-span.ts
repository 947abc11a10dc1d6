import type { Inputs } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";

/** AWS aggregates over one minute or ten; Nitro instances never over more than one. */
const MINUTE = 60;
const TEN_MINUTES = 600;
const SAMPLE = 20_000;

/** First start, last end and the aggregation interval: ten minutes where records longer than a minute and a bit are common. */
export async function readFlowSpan({ client, caseId, loads }: RunContext): Promise<Inputs["flowSpan"]> {
  const span = await client.query<{ first_ms: number | null; last_ms: number | null }>(
    `SELECT (extract(epoch FROM min(first_start)) * 1000)::float8 AS first_ms,
            (extract(epoch FROM max(last_end)) * 1000)::float8 AS last_ms FROM flow_sightings WHERE case_id = $1`,
    [caseId],
  );
  // The earliest of each load: a sample that does not depend on how the records came to lie.
  const intervals = await client.query<{ long: boolean | null }>(
    `SELECT avg((end_at - start_at > interval '90 seconds')::int) > 0.02 AS long
       FROM unnest($1::int[]) AS l (load_id)
       CROSS JOIN LATERAL (SELECT start_at, end_at FROM flow_records f
                            WHERE f.load_id = l.load_id AND NOT f.duplicate LIMIT ${SAMPLE}) record`,
    [loads],
  );
  return {
    firstMs: span.rows[0]?.first_ms ?? 0,
    lastMs: span.rows[0]?.last_ms ?? 0,
    intervalSeconds: intervals.rows[0]?.long ? TEN_MINUTES : MINUTE,
  };
}
