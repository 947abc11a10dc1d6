import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { RoleHistory } from "@/lib/investigate/sessions/role-history";
import { Parameters } from "@/lib/timeline/events/source-read";
import { isEnough, type SeenHistory } from "@/lib/timeline/first-seen/first-seen.types";
import { historyBefore } from "@/lib/timeline/first-seen/history-before";
import { peerInterfaces } from "@/lib/timeline/first-seen/peer-roll-up";
import { readHourlyRecords } from "@/lib/timeline/first-seen/read-hourly-records";
import { registeredDomain } from "@/lib/timeline/first-seen/registered-domain";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import { ownLookups } from "@/lib/timeline/own-lookups";

export type NewKind = "peer" | "domain" | "api" | "agent";

export interface NewValue {
  value: string;
  firstMs: number;
  /** Bytes out of a peer; of the others null. */
  bytesOut: number | null;
}

/** What of one kind was first seen from the start on. */
export interface NewOfKind {
  kind: NewKind;
  history: SeenHistory;
  /** `no-baseline`: too little history before the start. `not-ready`: the roll-up is of earlier evidence. `too-many` to compare. */
  state: "told" | "no-baseline" | "not-ready" | "too-many";
  total: number;
  /** The first few: peers by bytes out, the others by time. */
  values: NewValue[];
}

const SHOWN = 5;
/** Names of an instance that are compared at most: a tunnel may have made any number. */
const MOST_NAMES = 200_000;
const KEPT = 32;
const kept = new KeptAnswers<NewOfKind[]>(KEPT);

/** What an instance had to do with from a moment on and never before; read once a revision and roll-up in this process. */
export async function readNewSince(scope: InstanceScope, startMs: number): Promise<NewOfKind[]> {
  const interfaces = await peerInterfaces(scope);
  const key = JSON.stringify([scope.caseId, scope.revision, scope.instanceId, scope.ip, startMs, interfaces]);
  return kept.get(key, async () => {
    const records = await readHourlyRecords(scope);
    const [peers, domains, calls] = await Promise.all([
      newPeers(scope, interfaces, startMs, historyBefore(records.flow, startMs)),
      newDomains(scope, startMs, historyBefore(records.dns, startMs)),
      newCalls(scope, startMs),
    ]);
    return [peers, domains, ...calls];
  });
}

const silent = (kind: NewKind, history: SeenHistory, state: NewOfKind["state"]): NewOfKind => ({
  ...{ kind, history, state, total: 0, values: [] },
});

async function newPeers(
  { caseId }: InstanceScope,
  interfaces: number[] | null,
  startMs: number,
  history: SeenHistory,
): Promise<NewOfKind> {
  if (interfaces === null || interfaces.length === 0) return silent("peer", history, "not-ready");
  if (!isEnough(history)) return silent("peer", history, "no-baseline");
  // Who only was refused is left out: the whole Internet knocks at a public address.
  const { rows } = await pool().query<NewValue & { total: number }>(
    `SELECT host(peer) AS value, (extract(epoch FROM min(first_accepted)) * 1000)::float8 AS "firstMs",
            sum(bytes_out)::float8 AS "bytesOut", count(*) OVER ()::float8 AS total
       FROM flow_peers WHERE case_id = $1 AND interface_no = ANY($2::int[])
      GROUP BY peer HAVING min(first_start) >= $3 AND min(first_accepted) IS NOT NULL
      ORDER BY sum(bytes_out) DESC, min(first_accepted), peer LIMIT ${SHOWN}`,
    [caseId, interfaces, isoInstant(startMs)],
  );
  const values = rows.map(({ value, firstMs, bytesOut }) => ({ value, firstMs, bytesOut }));
  return { kind: "peer", history, state: "told", total: rows[0]?.total ?? 0, values };
}

async function newDomains(scope: InstanceScope, startMs: number, history: SeenHistory): Promise<NewOfKind> {
  if (!isEnough(history)) return silent("domain", history, "no-baseline");
  const at = new Parameters();
  const view = { fromMs: 0, toMs: (scope.span?.lastMs ?? 0) + 1000 };
  const { rows } = await pool().query<{ name: string; firstMs: number }>(
    `SELECT n.name, f."firstMs"
       FROM (SELECT name_no, (extract(epoch FROM min(at)) * 1000)::float8 AS "firstMs"
               FROM (${ownLookups(at, scope, view)}) own GROUP BY 1 LIMIT ${MOST_NAMES + 1}) f
       JOIN dns_names n ON n.id = f.name_no`,
    at.values,
  );
  if (rows.length > MOST_NAMES) return silent("domain", history, "too-many");
  const firsts = new Map<string, number>();
  for (const { name, firstMs } of rows) {
    const domain = registeredDomain(name);
    if (domain !== null) firsts.set(domain, Math.min(firsts.get(domain) ?? firstMs, firstMs));
  }
  const found = [...firsts].filter(([, firstMs]) => firstMs >= startMs);
  return told("domain", history, found);
}

function told(kind: NewKind, history: SeenHistory, found: readonly (readonly [string, number])[]): NewOfKind {
  const values = [...found]
    .sort(([a, aMs], [b, bMs]) => aMs - bMs || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([value, firstMs]) => ({ value, firstMs, bytesOut: null }));
  return { kind, history, state: "told", total: found.length, values };
}

interface UseRow {
  role: string;
  api: string;
  agent: string | null;
  calls: number;
  firstMs: number;
  lastMs: number;
  isOwn: boolean;
}

/** APIs and user agents of the instance's own sessions that nobody with the same role and account used before. */
async function newCalls({ caseId, ownCallers }: InstanceScope, startMs: number): Promise<NewOfKind[]> {
  const { rows } = await pool().query<UseRow>(
    `SELECT concat_ws(' ', p.account_id, coalesce(p.role_arn, p.arn)) AS role, u.event_source || ' ' || u.event_name AS api,
            u.user_agent AS agent, sum(u.calls)::float8 AS calls, u.principal_no = ANY($2::int[]) AS "isOwn",
            (extract(epoch FROM min(u.first_at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(u.last_at)) * 1000)::float8 AS "lastMs"
       FROM caller_uses u JOIN principals p ON p.id = u.principal_no
      WHERE u.case_id = $1
        AND (p.account_id, coalesce(p.role_arn, p.arn)) IN (
              SELECT o.account_id, coalesce(o.role_arn, o.arn) FROM principals o WHERE o.id = ANY($2::int[]))
      GROUP BY 1, 2, 3, 5, date_trunc('hour', u.last_at)`,
    [caseId, ownCallers],
  );
  const roles = [...new Set(rows.map(({ role }) => role))];
  return (["api", "agent"] as const).map((kind): NewOfKind => {
    const found = new Map<string, number>();
    let history: SeenHistory = { days: 0, events: 0 };
    for (const role of roles) {
      const uses = rows.flatMap((row) => {
        const value = kind === "api" ? row.api : row.agent;
        return row.role === role && value !== null ? [{ ...row, api: value }] : [];
      });
      if (uses.length === 0) continue;
      const ofRole = new RoleHistory(uses);
      const before = ofRole.before(startMs);
      if (before.calls >= history.events) history = { days: before.days, events: before.calls };
      for (const { api, firstMs, isOwn } of uses) {
        if (!isOwn || firstMs < startMs || ofRole.isFirst(api, firstMs) !== true) continue;
        found.set(api, Math.min(found.get(api) ?? firstMs, firstMs));
      }
    }
    return isEnough(history) ? told(kind, history, [...found]) : silent(kind, history, "no-baseline");
  });
}
