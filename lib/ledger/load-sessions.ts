import { pool } from "@/lib/db/pool";
import { latestFindings } from "@/lib/ledger/latest-findings";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { caseLoadIds } from "@/lib/ledger/load-ledger";
import { resolveSessions } from "@/lib/ledger/sessions/resolve-sessions";
import type { InstanceSessions, IssuingCall, PrincipalRow } from "@/lib/ledger/sessions/session.types";

/** Whose a key is, learned from all the evidence of a case. */
export interface CaseSessions {
  principals: Map<number, PrincipalRow>;
  issuing: IssuingCall[];
  byInstance: Map<string, InstanceSessions>;
}

async function readPrincipals(caseId: string): Promise<PrincipalRow[]> {
  const { rows } = await pool().query<PrincipalRow>(
    `SELECT id AS "principalNo", type, principal_id AS "principalId", arn, account_id AS "accountId",
            session_name AS "sessionName", role_arn AS "roleArn", nullif(access_key_id, '') AS "accessKeyId",
            ec2_role_delivery AS "ec2RoleDelivery", in_scope_instance_id AS "inScopeInstanceId"
       FROM principals WHERE case_id = $1`,
    [caseId],
  );
  return rows;
}

async function readIssuingCalls(caseId: string): Promise<IssuingCall[]> {
  const loads = (await caseLoadIds(caseId)).map(Number).join(",") || "NULL";
  const { rows } = await pool().query<IssuingCall>(
    `SELECT event_id AS "eventId", (extract(epoch FROM at) * 1000)::float8 AS "atMs", principal_no AS "principalNo",
            invoked_by AS "invokedBy", source, issued_key_id AS "issuedKeyId", issued_arn AS "issuedArn"
       FROM api_calls
      WHERE load_id IN (${loads}) AND issued_key_id IS NOT NULL AND error_code IS NULL
        AND category IN ('management', 'data', 'network-activity') AND NOT duplicate AND NOT repeat`,
  );
  return rows;
}

/** Reads who called, which calls issued which keys and what findings say of them, and gives each key its owner. */
export async function loadSessions(caseId: string, ledger: Ledger): Promise<CaseSessions> {
  const [principals, issuing, findings] = await Promise.all([
    readPrincipals(caseId),
    readIssuingCalls(caseId),
    latestFindings(caseId),
  ]);
  const byInstance = resolveSessions({
    principals,
    issuing,
    findingKeys: findings.flatMap(({ accessKeyId, instanceIds }) =>
      accessKeyId === null ? [] : [{ accessKeyId, instanceIds }],
    ),
    accountOf: (instanceId) => ledger.facts(instanceId).accountId,
  });
  return { principals: new Map(principals.map((row) => [row.principalNo, row])), issuing, byInstance };
}
