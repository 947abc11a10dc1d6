import { pool } from "@/lib/db/pool";
import type { EventRefV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { addressCuts, foreignUses } from "@/lib/investigate/off-instance-use";
import { countedCall, type Scope } from "@/lib/investigate/scope";
import { readSessionCalls } from "@/lib/investigate/session-calls";
import { readCallerUses } from "@/lib/investigate/sessions/read-caller-uses";
import { readRoleHistory } from "@/lib/investigate/sessions/read-role-history";
import type { FirstRecord } from "@/lib/investigate/start/first-records";
import type { Ledger } from "@/lib/ledger/ledger.types";
import type { CaseSessions } from "@/lib/ledger/load-sessions";

const DAY_MS = 86_400_000;

/** Whose records are looked at, beside the indicator's own. */
export interface StandingOutScope extends Scope {
  /** Instances that met the indicator. */
  instanceIds: readonly string[];
  ledger: Ledger;
  sessions: CaseSessions;
}

async function callAt(
  { loads }: Scope,
  call: { principalNo: number; atMs: number; eventName: string | null; sourceIp: string | null },
): Promise<{ sha256: string; record: number; api: string; region: string } | null> {
  const { rows } = await pool().query<{ sha256: string; record: number; api: string; region: string }>(
    `SELECT e.sha256, c.record_no AS record, c.event_source || ' ' || c.event_name AS api, c.region
       FROM api_calls c JOIN evidence_files e ON e.id = c.file_id
      WHERE c.load_id IN (${loads}) AND c.principal_no = $1 AND c.at = $2 AND ${countedCall("c")}
        AND ($3::text IS NULL OR c.event_name = $3) AND ($4::inet IS NULL OR c.source_ip = $4)
      ORDER BY e.sha256, c.record_no LIMIT 1`,
    [call.principalNo, isoInstant(call.atMs), call.eventName, call.sourceIp],
  );
  return rows[0] ?? null;
}

/** The first call with an own role session of these instances from an address that is not the instance's. */
export async function firstOffInstance(scope: StandingOutScope): Promise<FirstRecord[]> {
  const { instanceIds, ledger, sessions } = scope;
  const found = await Promise.all(
    instanceIds.map(async (instanceId) => {
      const own = ledger.ownAddresses(instanceId);
      const cutsMs = addressCuts(own);
      const callers = [...(sessions.byInstance.get(instanceId)?.own.keys() ?? [])];
      const calls = await readSessionCalls(
        scope,
        callers.map((principalNo) => ({ principalNo, cutsMs })),
      );
      const rows = [...calls.values()].flat().map((row) => {
        const caller = sessions.principals.get(row.principalNo);
        const { roleArn = null, sessionName = null, accessKeyId = null } = caller ?? {};
        return { ...row, roleArn, sessionName, accessKeyId };
      });
      const foreign = foreignUses(rows, own).filter(({ row }) => row.calls > 0);
      return foreign.map(({ row, sourceIp }) => ({ instanceId, row, sourceIp }));
    }),
  );
  const [first] = found.flat().sort((a, b) => a.row.firstMs - b.row.firstMs || a.row.principalNo - b.row.principalNo);
  if (!first) return [];
  const { row, sourceIp, instanceId } = first;
  const call = await callAt(scope, {
    ...{ principalNo: row.principalNo, atMs: row.firstMs, eventName: row.eventName, sourceIp },
  });
  if (!call) return [];
  const summary = `${call.api} in ${call.region} with a role session of ${instanceId} from ${sourceIp}`;
  return [{ atMs: row.firstMs, kind: "api", summary, sha256: call.sha256, record: call.record }];
}

/**
 * The first call of these instances' own sessions, from a day before a moment on, to an API that nobody with the role
 * had called in the account before, where that much history is there (RoleHistory).
 */
export async function firstNewApi(scope: StandingOutScope, aroundMs: number): Promise<FirstRecord[]> {
  const callers = scope.instanceIds.flatMap((id) => [...(scope.sessions.byInstance.get(id)?.own.keys() ?? [])]);
  const uses = (await readCallerUses(scope.caseId, callers)).filter(
    ({ firstMs }) => firstMs >= aroundMs - DAY_MS && firstMs < scope.toMs,
  );
  const histories = new Map<string, ReturnType<typeof readRoleHistory>>();
  for (const use of uses) {
    const caller = scope.sessions.principals.get(use.principalNo);
    if (!caller) continue;
    const key = JSON.stringify([caller.accountId, caller.roleArn ?? caller.arn]);
    const reading = histories.get(key) ?? readRoleHistory(scope.caseId, caller);
    histories.set(key, reading);
    const history = await reading;
    // In order of time: the first that is new is the one.
    if (history.isFirst(`${use.eventSource} ${use.eventName}`, use.firstMs) !== true) continue;
    const { principalNo, firstMs: atMs, eventName } = use;
    const call = await callAt(scope, { principalNo, atMs, eventName, sourceIp: null });
    if (!call) continue;
    const { days, calls } = history.before(atMs);
    const summary = `${call.api} in ${call.region}: in ${days.toFixed(1)} days and ${calls} calls before, nobody with the role had called it`;
    return [{ atMs, kind: "api", summary, sha256: call.sha256, record: call.record }];
  }
  return [];
}

const KINDS: Record<string, EventRefV1["kind"]> = {
  dns: "dns",
  cloudtrail: "api",
  guardduty: "finding",
  securityhub: "finding",
};
const MEDIUM = 2;

/** The earliest detection of medium severity or more about these instances, with the first record that it rests on. */
export async function firstDetection({
  caseId,
  instanceIds,
  toMs,
}: Pick<StandingOutScope, "caseId" | "instanceIds" | "toMs">): Promise<FirstRecord[]> {
  const { rows } = await pool().query<{ atMs: number; title: string; subject: string; sha256: string; record: number }>(
    `SELECT (extract(epoch FROM first_seen) * 1000)::float8 AS "atMs", told->>'title' AS title,
            told->>'subject' AS subject, told->'records'->0->>'sha256' AS sha256,
            (told->'records'->0->>'record')::int AS record
       FROM (SELECT *, (body #>> '{}')::jsonb AS told FROM detections) detections
      WHERE case_id = $1 AND instance_id = ANY($2::text[]) AND severity >= ${MEDIUM} AND first_seen < $3
        AND jsonb_array_length(told->'records') > 0
        AND NOT EXISTS (SELECT FROM detection_mutes m WHERE m.case_id = $1 AND m.key = detections.key)
      ORDER BY first_seen, key LIMIT 1`,
    [caseId, instanceIds, isoInstant(toMs)],
  );
  const [first] = rows;
  if (!first) return [];
  const files = await pool().query<{ kind: string }>(
    "SELECT kind FROM evidence_files WHERE case_id = $1 AND sha256 = $2",
    [caseId, first.sha256],
  );
  const kind = KINDS[files.rows[0]?.kind ?? ""] ?? "flow";
  return [{ ...first, kind, summary: `${first.title}: ${first.subject}` }];
}
