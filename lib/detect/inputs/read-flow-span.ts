import type { Inputs } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";

const MINUTE = 60;
const TEN_MINUTES = 600;
/** A record of a one-minute log rarely reaches over it; of a ten-minute log most do. */
const LONG_SHARE = 0.02;

/** First start, last end and the aggregation interval of the case's flow records. */
export async function readFlowSpan({ client }: RunContext): Promise<Inputs["flowSpan"]> {
  const { rows } = await client.query<{ first_ms: number | null; last_ms: number | null; long: boolean | null }>(
    `SELECT (extract(epoch FROM min(first_start)) * 1000)::float8 AS first_ms,
            (extract(epoch FROM max(last_end)) * 1000)::float8 AS last_ms,
            sum(long_records) > ${LONG_SHARE} * sum(accepted + rejected) AS long FROM peer_sums`,
  );
  return {
    firstMs: rows[0]?.first_ms ?? 0,
    lastMs: rows[0]?.last_ms ?? 0,
    intervalSeconds: rows[0]?.long ? TEN_MINUTES : MINUTE,
  };
}
