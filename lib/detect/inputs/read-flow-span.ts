import type { Inputs } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";

const MINUTE = 60;
const TEN_MINUTES = 600;
/** A record of a one-minute log rarely reaches over it; of a ten-minute log most do. */
const LONG_SHARE = 0.02;

/** First start and last end of the case's flow records, and the aggregation interval of each interface's flow log. */
export async function readFlowSpan({ client }: RunContext): Promise<Inputs["flowSpan"]> {
  const { rows } = await client.query<{ no: number; first_ms: number; last_ms: number; long: boolean }>(
    `SELECT interface_no AS no, (extract(epoch FROM min(first_start)) * 1000)::float8 AS first_ms,
            (extract(epoch FROM max(last_end)) * 1000)::float8 AS last_ms,
            sum(long_records) > ${LONG_SHARE} * sum(accepted + rejected) AS long FROM peer_sums GROUP BY interface_no`,
  );
  return {
    firstMs:
      rows.length === 0 ? 0 : rows.reduce((least, { first_ms }) => Math.min(least, first_ms), Number.POSITIVE_INFINITY),
    lastMs: rows.reduce((most, { last_ms }) => Math.max(most, last_ms), 0),
    intervalSeconds: MINUTE,
    otherIntervals: new Map(rows.filter(({ long }) => long).map(({ no }) => [no, TEN_MINUTES])),
  };
}
