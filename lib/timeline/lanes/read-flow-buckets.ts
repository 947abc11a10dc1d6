import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { bucketOf } from "@/lib/timeline/bucket-column";
import type { Hold, InstanceScope } from "@/lib/timeline/instance-scope";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import { type Piece, splitAtMinutes } from "@/lib/timeline/lanes/split-at-minutes";
import { ownSide } from "@/lib/timeline/own-side";

/** All accepted traffic at the instance's own interfaces in one bucket, the indicator's included. */
export interface FlowBucket {
  bucket: number;
  bytesOut: number;
  bytesIn: number;
}

function piecesOf(holds: readonly Hold[], view: Piece, bucketMs: number) {
  const split = holds.map((hold) => ({
    hold,
    ...splitAtMinutes(
      {
        fromMs: Math.max(hold.fromMs ?? view.fromMs, view.fromMs),
        toMs: Math.min(hold.toMs ?? view.toMs, view.toMs),
      },
      bucketMs,
    ),
  }));
  const toRow = ({ interfaceNo, ownIps }: Hold, { fromMs, toMs }: Piece) => ({
    ...{ no: interfaceNo, ips: ownIps, from_at: isoInstant(fromMs), to_at: isoInstant(toMs) },
  });
  return {
    minutes: split.flatMap(({ hold, minutes }) => minutes.map((piece) => toRow(hold, piece))),
    records: split.flatMap(({ hold, records }) => records.map((piece) => toRow(hold, piece))),
  };
}

/** What the instance's interfaces carried while they were its own: whole minutes from the roll-up, the rest from records. */
export async function readFlowBuckets(scope: InstanceScope, view: Piece, buckets: Buckets): Promise<FlowBucket[]> {
  const { minutes, records } = piecesOf(scope.holds, view, buckets.bucketMs);
  // OFFSET 0 keeps these apart: joined, the planner would scan all records of the load for an hour of them, and all minutes of
  // a case that it has no statistics of.
  const { rows } = await pool().query<FlowBucket>(
    `SELECT bucket, sum(bytes_out)::float8 AS "bytesOut", sum(bytes_in)::float8 AS "bytesIn"
       FROM (SELECT ${bucketOf("m.minute", "$4", "$5")} AS bucket, m.bytes_out, m.bytes_in
               FROM jsonb_to_recordset($2::jsonb) AS p(no int, from_at timestamptz, to_at timestamptz)
              CROSS JOIN LATERAL (
                SELECT * FROM flow_minutes o WHERE o.case_id = $1 AND o.interface_no = p.no AND o.minute >= p.from_at
                                               AND o.minute < p.to_at OFFSET 0) m
             UNION ALL
             SELECT ${bucketOf("r.start_at", "$4", "$5")}, CASE WHEN r.side = 2 THEN r.bytes ELSE 0 END,
                    CASE WHEN r.side = 1 THEN r.bytes ELSE 0 END
               FROM jsonb_to_recordset($3::jsonb) AS p(no int, ips inet[], from_at timestamptz, to_at timestamptz)
              CROSS JOIN LATERAL (
                SELECT f.start_at, coalesce(f.bytes, 0) AS bytes, ${ownSide("f", "p.ips")} AS side
                  FROM flow_records f
                 WHERE f.load_id IN (${scope.loads}) AND f.interface_no = p.no AND f.start_at >= p.from_at
                   AND f.start_at < p.to_at AND NOT f.duplicate AND f.action <> 2 OFFSET 0) r) pieces
      GROUP BY bucket`,
    [scope.caseId, JSON.stringify(minutes), JSON.stringify(records), buckets.fromMs, buckets.bucketMs],
  );
  return rows;
}
