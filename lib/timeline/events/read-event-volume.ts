import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { countedCall } from "@/lib/investigate/scope";
import type { EventSource } from "@/lib/timeline/events/event.types";
import { holdRows } from "@/lib/timeline/events/hold-rows";
import { MinuteCounts } from "@/lib/timeline/events/minute-counts";
import { Parameters } from "@/lib/timeline/events/source-read";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import { ownLookups, tiedLookups } from "@/lib/timeline/own-lookups";

/** Findings are few: nothing counts them beforehand. */
export type CountedSource = Exclude<EventSource, "finding">;

/** How many records stand in one minute. */
interface MinuteCount {
  source: CountedSource;
  minuteMs: number;
  records: number;
  /** Of them those that name the indicator. */
  tied: number;
}

const EVER = { fromMs: 0, toMs: Date.UTC(9999, 0) };
const KEPT_INSTANCES = 24;
const kept = new KeptAnswers<EventVolume>(KEPT_INSTANCES);

/** How an instance's records spread over time. */
export class EventVolume {
  readonly #all: Record<CountedSource, MinuteCounts>;
  readonly #tied: Record<CountedSource, MinuteCounts>;
  readonly #together: { all: MinuteCounts; indicator: MinuteCounts };

  constructor(rows: readonly MinuteCount[]) {
    const counts = (those: readonly MinuteCount[]) => new MinuteCounts(those);
    const tiedOf = (those: readonly MinuteCount[]) => those.map((row) => ({ ...row, records: row.tied }));
    const of = (source: CountedSource) => rows.filter((row) => row.source === source);
    const [flow, dns, api] = [of("flow"), of("dns"), of("api")];
    this.#all = { flow: counts(flow), dns: counts(dns), api: counts(api) };
    this.#tied = { flow: counts(tiedOf(flow)), dns: counts(tiedOf(dns)), api: counts(tiedOf(api)) };
    this.#together = { all: counts(rows), indicator: counts([...tiedOf(flow), ...dns, ...api]) };
  }

  /** Of a source all records, or those that name the indicator. */
  of(source: CountedSource, tied: boolean): MinuteCounts {
    return (tied ? this.#tied : this.#all)[source];
  }

  /** Records that are read for a table of all of them or of those with the indicator: lookups and calls that name it are picked from all. */
  read(tie: "all" | "indicator"): MinuteCounts {
    return this.#together[tie];
  }
}

// A whole number of seconds: exact as a float.
const minuteOf = (time: string) => `date_part('epoch', date_trunc('minute', ${time})) * 1000`;

/** The whole minutes of an instance's flow records come from the roll-up; the ends of a hold within a minute count with it. */
async function flowMinutes(scope: InstanceScope): Promise<MinuteCount[]> {
  const { rows } = await pool().query<MinuteCount>(
    `SELECT 'flow' AS source, ${minuteOf("minute")} AS "minuteMs", sum(records)::float8 AS records, sum(tied)::float8 AS tied
       FROM (SELECT m.minute, m.accepted + m.rejected AS records, 0 AS tied
               FROM jsonb_to_recordset($4::jsonb) AS p(no int, from_at timestamptz, to_at timestamptz)
              CROSS JOIN LATERAL (
                SELECT * FROM flow_minutes o WHERE o.case_id = $1 AND o.interface_no = p.no
                                               AND o.minute >= date_trunc('minute', p.from_at) AND o.minute < p.to_at OFFSET 0) m
             UNION ALL
             SELECT h.start_at, CASE WHEN h.role = 'hop' THEN 1 ELSE 0 END, 1 FROM indicator_hits h
              WHERE h.case_id = $1 AND h.indicator = $2::inet AND h.instance_id = $3 AND h.role IN ('own', 'hop')) counted
      GROUP BY 2`,
    [scope.caseId, scope.ip, scope.instanceId, holdRows(scope, EVER.fromMs, EVER.toMs) ?? "[]"],
  );
  return rows;
}

async function queryMinutes(scope: InstanceScope): Promise<MinuteCount[]> {
  if (scope.askers.length === 0) return [];
  const at = new Parameters();
  const minutes = (rows: string) =>
    `SELECT date_trunc('minute', at) AS minute, count(*) AS n FROM (${rows}) lookups GROUP BY 1`;
  const { rows } = await pool().query<MinuteCount>(
    `SELECT 'dns' AS source, ${minuteOf("minute")} AS "minuteMs", sum(n)::float8 AS records, sum(tied)::float8 AS tied
       FROM (SELECT minute, n, 0 AS tied FROM (${minutes(ownLookups(at, scope, EVER))}) own
             UNION ALL
             SELECT minute, 0, n FROM (${minutes(tiedLookups(at, scope, EVER))}) tied) counted
      GROUP BY 2`,
    at.values,
  );
  return rows;
}

async function callMinutes(scope: InstanceScope): Promise<MinuteCount[]> {
  const callers = [...scope.ownCallers, ...scope.chainedCallers];
  if (callers.length === 0) return [];
  const { rows } = await pool().query<MinuteCount>(
    `SELECT 'api' AS source, ${minuteOf("x.at")} AS "minuteMs", count(*)::float8 AS records,
            (count(*) FILTER (WHERE x.source_ip = $2::inet))::float8 AS tied
       FROM api_calls x
      WHERE x.load_id IN (${scope.loads}) AND x.principal_no = ANY($1::int[]) AND ${countedCall("x")}
      GROUP BY 2`,
    [callers, scope.ip],
  );
  return rows;
}

/** How the instance's records spread over time, minute by minute; counted once a revision of the evidence. */
export async function readEventVolume(scope: InstanceScope): Promise<EventVolume> {
  const key = JSON.stringify([scope.caseId, scope.revision, scope.instanceId, scope.ip]);
  return kept.get(key, async () => {
    await findIndicatorHits(scope.caseId, scope.ip);
    const all = await Promise.all([flowMinutes(scope), queryMinutes(scope), callMinutes(scope)]);
    return new EventVolume(all.flat());
  });
}
