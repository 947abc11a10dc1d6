import { pool } from "@/lib/db/pool";
import { caseLoadIds } from "@/lib/ledger/load-ledger";
import type { InstanceSessions } from "@/lib/ledger/sessions/session.types";
import { buildTree } from "@/lib/ledger/sessions/tree/build-tree";
import type { CallerRow, GrantCall, SessionTree } from "@/lib/ledger/sessions/tree/tree.types";

async function readCallers(caseId: string): Promise<CallerRow[]> {
  const { rows } = await pool().query<CallerRow>(
    `SELECT id AS "principalNo", type, principal_id AS "principalId", arn, account_id AS "accountId",
            user_name AS "userName", session_name AS "sessionName", role_arn AS "roleArn",
            nullif(access_key_id, '') AS "accessKeyId", ec2_role_delivery AS "ec2RoleDelivery",
            in_scope_instance_id AS "inScopeInstanceId", source_identity AS "sourceIdentity",
            (extract(epoch FROM session_created_at) * 1000)::float8 AS "sessionCreatedAtMs"
       FROM principals WHERE case_id = $1`,
    [caseId],
  );
  return rows;
}

/** Calls that issued credentials, and sign-ins; the copies of both accounts, so that one can say what the other does not. */
async function readGrants(caseId: string): Promise<GrantCall[]> {
  const loads = (await caseLoadIds(caseId)).map(Number).join(",") || "NULL";
  const columns = `file_id AS "fileId", (SELECT sha256 FROM evidence_files e WHERE e.id = file_id) AS sha256,
            record_no AS record, event_id AS "eventId",
            (extract(epoch FROM at) * 1000)::float8 AS "atMs", principal_no AS "principalNo",
            event_source AS "eventSource", event_name AS "eventName", invoked_by AS "invokedBy", source,
            issued_key_id AS "issuedKeyId", issued_arn AS "issuedArn", issued_principal_id AS "issuedPrincipalId",
            requested_session_name AS "requestedSessionName", target, shared_event_id AS "sharedEventId", repeat`;
  const counted = `load_id IN (${loads}) AND error_code IS NULL AND NOT duplicate
                   AND category IN ('management', 'data', 'network-activity')`;
  const { rows } = await pool().query<GrantCall>(
    `SELECT ${columns} FROM api_calls WHERE ${counted} AND (issued_arn IS NOT NULL OR issued_key_id IS NOT NULL)
      UNION ALL
     SELECT ${columns} FROM api_calls
      WHERE ${counted} AND event_name = 'ConsoleLogin' AND notes[1] = 'Success'
        AND principal_no IN (SELECT principal_no FROM caller_uses WHERE case_id = $1 AND event_name = 'ConsoleLogin')`,
    [caseId],
  );
  return rows;
}

async function readFirstCalls(caseId: string): Promise<Map<number, number>> {
  const { rows } = await pool().query<{ no: number; ms: number }>(
    `SELECT principal_no AS no, (extract(epoch FROM min(first_at)) * 1000)::float8 AS ms
       FROM caller_uses WHERE case_id = $1 GROUP BY 1`,
    [caseId],
  );
  return new Map(rows.map(({ no, ms }) => [no, ms]));
}

/** The tree of role sessions of a case, from all its evidence. */
export async function loadSessionTree(
  caseId: string,
  byInstance: ReadonlyMap<string, InstanceSessions>,
): Promise<SessionTree> {
  const [callers, grants, firstMs] = await Promise.all([
    readCallers(caseId),
    readGrants(caseId),
    readFirstCalls(caseId),
  ]);
  const own = new Map(
    [...byInstance.values()].flatMap(({ instanceId, own: callersOf }) =>
      [...callersOf].map(([principalNo, basis]) => [principalNo, { instanceId, basis }] as const),
    ),
  );
  return buildTree({ callers, grants, own, firstMs });
}
