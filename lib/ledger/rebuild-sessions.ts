import type { PoolClient } from "pg";
import { pool, withTransaction } from "@/lib/db/pool";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { loadSessions } from "@/lib/ledger/load-sessions";
import { rebuildCallerUses } from "@/lib/ledger/rebuild-caller-uses";
import { type CallSpan, groupSessions, type SessionRecord } from "@/lib/ledger/sessions/group-sessions";

async function readCallSpans(caseId: string): Promise<Map<number, CallSpan>> {
  const { rows } = await pool().query<CallSpan & { principalNo: number }>(
    `SELECT principal_no AS "principalNo", sum(calls)::int AS calls,
            (extract(epoch FROM min(first_at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(last_at)) * 1000)::float8 AS "lastMs"
       FROM caller_uses WHERE case_id = $1
      GROUP BY principal_no`,
    [caseId],
  );
  return new Map(rows.map(({ principalNo, ...span }) => [principalNo, span]));
}

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

async function writeSessions(client: PoolClient, caseId: string, sessions: SessionRecord[]): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO role_sessions
       (case_id, principal_id, role_arn, session_name, account_id, instance_id, basis, first_seen, last_seen, calls)
     SELECT $1, principal_id, role_arn, session_name, account_id, instance_id, basis, first_seen, last_seen, calls
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                   $9::timestamptz[], $10::int[])
            WITH ORDINALITY AS s(principal_id, role_arn, session_name, account_id, instance_id, basis, first_seen,
                                 last_seen, calls, position)
      ORDER BY position
     RETURNING id`,
    [
      caseId,
      sessions.map((session) => session.principalId),
      sessions.map((session) => session.roleArn),
      sessions.map((session) => session.sessionName),
      sessions.map((session) => session.accountId),
      sessions.map((session) => session.instanceId),
      sessions.map((session) => session.basis),
      sessions.map((session) => instant(session.firstMs)),
      sessions.map((session) => instant(session.lastMs)),
      sessions.map((session) => session.calls),
    ],
  );
  const keys = sessions.flatMap((session, index) =>
    session.keys.map((key) => ({ ...key, sessionId: rows[index]?.id })),
  );
  await client.query(
    `INSERT INTO credentials (case_id, session_id, access_key_id, issued_by_event_id, issued_by_key_id, issued_at,
                              first_seen, last_seen, calls)
     SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
                              $8::timestamptz[], $9::int[])`,
    [
      caseId,
      keys.map((key) => key.sessionId),
      keys.map((key) => key.accessKeyId),
      keys.map((key) => key.issuedByEventId),
      keys.map((key) => key.issuedByKeyId),
      keys.map((key) => instant(key.issuedAtMs)),
      keys.map((key) => instant(key.firstMs)),
      keys.map((key) => instant(key.lastMs)),
      keys.map((key) => key.calls),
    ],
  );
}

/**
 * Derives the role sessions and credentials of a case from all its evidence and replaces those stored. Safe to run
 * again at any time.
 */
export async function rebuildSessions(caseId: string, ledger: Ledger): Promise<void> {
  await rebuildCallerUses(caseId);
  const [sessions, spans] = await Promise.all([loadSessions(caseId, ledger), readCallSpans(caseId)]);
  const records = groupSessions(sessions.principals.values(), sessions.issuing, sessions.byInstance, spans);
  await withTransaction(async (client) => {
    await client.query("DELETE FROM credentials WHERE case_id = $1", [caseId]);
    await client.query("DELETE FROM role_sessions WHERE case_id = $1", [caseId]);
    if (records.length > 0) await writeSessions(client, caseId, records);
  });
}
