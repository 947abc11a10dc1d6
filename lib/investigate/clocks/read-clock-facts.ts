import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import {
  type ClockDisagreement,
  type ClockFacts,
  findDisagreements,
  type TimeSpan,
} from "@/lib/investigate/clocks/find-disagreements";
import { caseLoads } from "@/lib/investigate/scope";

interface SpanRow {
  subject: string;
  fromMs: number | null;
  toMs: number | null;
}

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

async function spansOf(sql: string, values: unknown[]): Promise<Map<string, TimeSpan>> {
  const { rows } = await pool().query<SpanRow>(sql, values);
  return new Map(
    rows.flatMap(({ subject, fromMs, toMs }) =>
      fromMs === null || toMs === null ? [] : [[subject, { fromMs, toMs }]],
    ),
  );
}

/**
 * By instance, its flow records: those that name it, and those of the interface it was run with, since an interface id is
 * never used again. Not through the ledger, which gives an instance nothing outside its life.
 */
function flowSpans(caseId: string): Promise<Map<string, TimeSpan>> {
  return spansOf(
    `WITH own AS (
       SELECT DISTINCT body->>'interfaceId' AS key, body->>'instanceId' AS instance FROM observations
        WHERE case_id = $1 AND proof = 'call' AND event = 'begins' AND body->>'subnetId' IS NOT NULL
          AND body->>'interfaceId' IS NOT NULL AND body->>'instanceId' IS NOT NULL)
     SELECT coalesce(c.instance_id, o.instance) AS subject, ${MS("min(s.first_start)")} AS "fromMs",
            ${MS("max(s.last_start)")} AS "toMs"
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN interfaces i ON i.id = c.interface_no
       LEFT JOIN own o ON o.key = i.key
      WHERE s.case_id = $1 AND coalesce(c.instance_id, o.instance) IS NOT NULL GROUP BY 1`,
    [caseId],
  );
}

function lookupSpans(caseId: string, loads: string): Promise<Map<string, TimeSpan>> {
  const end = (order: string) =>
    `(SELECT q.at FROM dns_queries q WHERE q.load_id IN (${loads}) AND q.asker_no = a.id ORDER BY q.at ${order} LIMIT 1)`;
  return spansOf(
    `SELECT a.instance_id AS subject, ${MS("min(a.first)")} AS "fromMs", ${MS("max(a.last)")} AS "toMs"
       FROM (SELECT a.instance_id, ${end("ASC")} AS first, ${end("DESC")} AS last
               FROM dns_askers a WHERE a.case_id = $1 AND a.instance_id IS NOT NULL) a GROUP BY 1`,
    [caseId],
  );
}

interface LifeRow {
  instance: string;
  ranAtMs: number | null;
  terminatedAtMs: number | null;
  statedLaunchMs: number | null;
}

async function lives(caseId: string): Promise<Map<string, LifeRow>> {
  const ran = "event = 'begins' AND body->>'subnetId' IS NOT NULL";
  const ended =
    "event = 'ends' AND body->>'interfaceId' IS NULL AND body->>'attachmentId' IS NULL AND body->'publicIps' = '[]'";
  const { rows } = await pool().query<LifeRow>(
    `SELECT body->>'instanceId' AS instance, ${MS(`min(at) FILTER (WHERE ${ran})`)} AS "ranAtMs",
            ${MS(`max(at) FILTER (WHERE ${ended})`)} AS "terminatedAtMs",
            (min((body->>'beganAtMs')::float8) FILTER (WHERE ${ran}))::float8 AS "statedLaunchMs"
       FROM observations
      WHERE case_id = $1 AND proof = 'call' AND event IN ('begins', 'ends') AND body->>'instanceId' IS NOT NULL GROUP BY 1`,
    [caseId],
  );
  return new Map(rows.map((row) => [row.instance, row]));
}

async function readSources(caseId: string, loads: string): Promise<ClockFacts["sources"]> {
  const spans = await spansOf(
    `SELECT 'flow' AS subject, ${MS("min(first_start)")} AS "fromMs", ${MS("max(last_start)")} AS "toMs"
       FROM flow_sightings WHERE case_id = $1
     UNION ALL SELECT 'dns', ${MS("min(at)")}, ${MS("max(at)")} FROM dns_queries WHERE load_id IN (${loads})
     UNION ALL SELECT 'api', ${MS("min(at)")}, ${MS("max(at)")} FROM api_calls WHERE load_id IN (${loads})`,
    [caseId],
  );
  return { flow: spans.get("flow") ?? null, dns: spans.get("dns") ?? null, api: spans.get("api") ?? null };
}

async function readClockFacts(caseId: string): Promise<ClockFacts> {
  const loads = await caseLoads(caseId);
  const [sources, flow, dns, api, life] = await Promise.all([
    readSources(caseId, loads),
    flowSpans(caseId),
    lookupSpans(caseId, loads),
    spansOf(
      `SELECT instance_id AS subject, ${MS("min(first_seen)")} AS "fromMs", ${MS("max(last_seen)")} AS "toMs"
         FROM role_sessions WHERE case_id = $1 AND instance_id IS NOT NULL GROUP BY 1`,
      [caseId],
    ),
    lives(caseId),
  ]);
  const instanceIds = [...new Set([...flow.keys(), ...dns.keys(), ...api.keys(), ...life.keys()])].sort();
  return {
    sources,
    instances: instanceIds.map((instanceId) => {
      const { ranAtMs = null, terminatedAtMs = null, statedLaunchMs = null } = life.get(instanceId) ?? {};
      const spans = {
        flow: flow.get(instanceId) ?? null,
        dns: dns.get(instanceId) ?? null,
        api: api.get(instanceId) ?? null,
      };
      return { instanceId, ...spans, ranAtMs, terminatedAtMs, statedLaunchMs };
    }),
  };
}

const kept = new KeptAnswers<ClockDisagreement[]>(32);

/** Where a case's sources disagree about time; read once a revision in this process. */
export function readDisagreements(caseId: string, revision: number): Promise<ClockDisagreement[]> {
  return kept.get(`${caseId} ${revision}`, async () => findDisagreements(await readClockFacts(caseId)));
}
