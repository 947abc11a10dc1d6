import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { countedCall } from "@/lib/investigate/scope";
import type { CallerUse } from "@/lib/investigate/sessions/session-use.types";

const COLUMNS = `u.principal_no AS "principalNo", u.event_source AS "eventSource", u.event_name AS "eventName", u.region,
  u.source, host(u.source_ip) AS "sourceIp", u.vpc_endpoint_id AS "vpcEndpointId", u.invoked_by AS "invokedBy",
  u.user_agent AS "userAgent", u.calls, u.denied, u.changes, u.unsaid,
  (extract(epoch FROM u.first_at) * 1000)::float8 AS "firstMs", (extract(epoch FROM u.last_at) * 1000)::float8 AS "lastMs"`;

/** What these callers did, added up; a few rows a caller. */
export async function readCallerUses(caseId: string, principalNos: readonly number[]): Promise<CallerUse[]> {
  if (principalNos.length === 0) return [];
  const { rows } = await pool().query<CallerUse>(
    `SELECT ${COLUMNS} FROM caller_uses u WHERE u.case_id = $1 AND u.principal_no = ANY($2::int[])
      ORDER BY u.first_at, u.id`,
    [caseId, principalNos],
  );
  return rows;
}

/**
 * The same rows, those cut that reach over one of these moments: where an instance's address changed in the middle of a
 * key's life, the calls before and after are judged apart. Reads single calls for those rows alone.
 */
export async function cutUses(
  loads: string,
  uses: readonly CallerUse[],
  cutsMs: readonly number[],
): Promise<CallerUse[]> {
  const isCut = ({ firstMs, lastMs }: CallerUse) => cutsMs.some((ms) => firstMs < ms && ms <= lastMs);
  const across = uses.filter(isCut);
  if (across.length === 0) return [...uses];
  const { rows } = await pool().query<CallerUse>(
    `SELECT u.principal_no AS "principalNo", u.event_source AS "eventSource", u.event_name AS "eventName", u.region,
            coalesce(host(u.source_ip), u.source) AS source, host(u.source_ip) AS "sourceIp",
            u.vpc_endpoint_id AS "vpcEndpointId", u.invoked_by AS "invokedBy", left(u.user_agent, 300) AS "userAgent",
            count(*)::int AS calls, (count(*) FILTER (WHERE u.error_code IS NOT NULL))::int AS denied,
            (count(*) FILTER (WHERE NOT u.read_only))::int AS changes,
            (count(*) FILTER (WHERE u.read_only IS NULL))::int AS unsaid,
            (extract(epoch FROM min(u.at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(u.at)) * 1000)::float8 AS "lastMs"
       FROM api_calls u
      WHERE u.load_id IN (${loads}) AND u.principal_no = ANY($1::int[]) AND ${countedCall("u")}
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, width_bucket(u.at, $2::timestamptz(3)[])`,
    [[...new Set(across.map(({ principalNo }) => principalNo))], cutsMs.map(isoInstant)],
  );
  const key = (use: CallerUse) =>
    JSON.stringify([
      ...[use.principalNo, use.eventSource, use.eventName, use.region, use.source],
      ...[use.vpcEndpointId, use.invokedBy, use.userAgent],
    ]);
  const replaced = new Set(across.map(key));
  return [...uses.filter((use) => !isCut(use)), ...rows.filter((use) => replaced.has(key(use)))];
}
