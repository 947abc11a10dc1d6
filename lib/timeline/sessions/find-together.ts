import { pool } from "@/lib/db/pool";
import { countedCall } from "@/lib/investigate/scope";
import type { JudgeContext, JudgedSession } from "@/lib/investigate/sessions/judge-sessions";
import { isForeign, isOnInstance } from "@/lib/investigate/sessions/judge-uses";
import type { SessionDetail } from "@/lib/timeline/sessions/session-view.types";

/** Foreign calls looked at, the first of them. */
const MOST_CALLS = 5_000;

const sourcesOf = (uses: readonly { use: { sourceIp: string | null } }[]) => [
  ...new Set(uses.flatMap(({ use }) => use.sourceIp ?? [])),
];

/** The first call from elsewhere that has one from the instance within five minutes of it; any of the session's keys. */
export async function findTogether(
  { loads }: JudgeContext,
  { keys }: JudgedSession,
): Promise<SessionDetail["together"]> {
  const judged = keys.flatMap((key) => key.judged);
  const [foreign, own] = [judged.filter(isForeign), judged.filter(isOnInstance)];
  if (foreign.length === 0 || own.length === 0) return null;
  const callers = keys.flatMap(({ key }) => key.principalNos);
  const away = [...new Set(foreign.map(({ use }) => use.principalNo))];
  const { rows } = await pool().query<NonNullable<SessionDetail["together"]>>(
    `SELECT (extract(epoch FROM f.at) * 1000)::float8 AS "atMs", host(f.source_ip) AS source,
            (extract(epoch FROM o.at) * 1000)::float8 AS "ownMs", host(o.source_ip) AS "ownSource"
       FROM (SELECT at, source_ip FROM api_calls x
              WHERE x.load_id IN (${loads}) AND x.principal_no = ANY($1::int[]) AND x.source_ip = ANY($3::inet[])
                AND x.invoked_by IS NULL AND ${countedCall("x")}
              ORDER BY at LIMIT ${MOST_CALLS}) f
       CROSS JOIN LATERAL (
         SELECT at, source_ip FROM api_calls x
          WHERE x.load_id IN (${loads}) AND x.principal_no = ANY($2::int[]) AND x.source_ip = ANY($4::inet[])
            AND x.at BETWEEN f.at - interval '5 minutes' AND f.at + interval '5 minutes'
            AND x.invoked_by IS NULL AND ${countedCall("x")}
          ORDER BY at LIMIT 1) o
      ORDER BY f.at LIMIT 1`,
    [away, callers, sourcesOf(foreign), sourcesOf(own)],
  );
  return rows[0] ?? null;
}
