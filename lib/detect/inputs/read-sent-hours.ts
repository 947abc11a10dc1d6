import type { SentHour } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";

/** Bytes out by interface and hour, from the minute roll-up that sealing makes; hours without any record are none. */
export async function readSentHours({ client, caseId, interfaces, ledger }: RunContext): Promise<SentHour[]> {
  const { rows } = await client.query<{ interface_no: number; hour_ms: number; bytes_out: number }>(
    `SELECT interface_no, (extract(epoch FROM date_bin('1 hour', minute, '2000-01-01Z')) * 1000)::float8 AS hour_ms,
            sum(bytes_out)::float8 AS bytes_out
       FROM flow_minutes WHERE case_id = $1 AND interface_no = ANY($2::int[]) GROUP BY 1, 2 ORDER BY 1, 2`,
    [caseId, [...interfaces.keys()]],
  );
  return rows.map(({ interface_no, hour_ms, bytes_out }) => {
    const interfaceKey = interfaces.get(interface_no) ?? String(interface_no);
    return {
      near: { interfaceNo: interface_no, interfaceKey, instanceId: ledger.holderOfInterface(interfaceKey, hour_ms) },
      hourMs: hour_ms,
      bytesOut: bytes_out,
    };
  });
}
