import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { addressCuts, foreignUses, type UseRow } from "@/lib/investigate/off-instance-use";
import { countedCall } from "@/lib/investigate/scope";
import type { OwnAddress } from "@/lib/ledger/ledger.types";

/** What decides whether a call was made off its instance. */
export interface CallOrigin {
  principalNo: number;
  sourceIp: string | null;
  viaEndpoint: boolean;
  onBehalf: boolean;
  /** Number of address changes of the instance (see `addressCuts`) at or before the call. */
  stretch: number;
}

function originKey({ principalNo, sourceIp, viaEndpoint, stretch }: CallOrigin): string {
  return `${principalNo} ${sourceIp} ${viaEndpoint} ${stretch}`;
}

/** Which calls of an instance's own sessions count as off-instance use (rule 9). */
export type IsForeign = (origin: CallOrigin) => boolean;

/** Judges the calls of an instance's own callers by all the evidence, as the document does. */
export async function readForeignCalls(
  loads: string,
  ownCallers: readonly number[],
  ownAddresses: readonly OwnAddress[],
): Promise<IsForeign> {
  if (ownCallers.length === 0) return () => false;
  const { rows } = await pool().query<UseRow & CallOrigin>(
    `SELECT a.principal_no AS "principalNo", p.role_arn AS "roleArn", p.session_name AS "sessionName",
            p.access_key_id AS "accessKeyId", host(a.source_ip) AS "sourceIp",
            a.vpc_endpoint_id IS NOT NULL AS "viaEndpoint", a.invoked_by IS NOT NULL AS "onBehalf",
            width_bucket(a.at, $2::timestamptz(3)[]) AS stretch, count(*)::float8 AS "callsEver",
            count(*)::float8 AS calls, (extract(epoch FROM min(a.at)) * 1000)::float8 AS "firstEverMs",
            0::float8 AS "firstMs", 0::float8 AS "lastMs"
       FROM api_calls a JOIN principals p ON p.id = a.principal_no
      WHERE a.load_id IN (${loads}) AND a.principal_no = ANY($1::int[]) AND ${countedCall("a")}
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
    [ownCallers, addressCuts(ownAddresses).map(isoInstant)],
  );
  const foreign = new Set(foreignUses(rows, ownAddresses).map(({ row }) => originKey(row)));
  return (origin) => !origin.onBehalf && foreign.has(originKey(origin));
}
