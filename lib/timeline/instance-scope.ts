import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import type { AskerStretch } from "@/lib/investigate/asker-stretches";
import { readAskerStretches } from "@/lib/investigate/domains";
import { caseLoads, evidenceSpan } from "@/lib/investigate/scope";
import type { Ledger, OwnAddress } from "@/lib/ledger/ledger.types";
import { loadLedger } from "@/lib/ledger/load-ledger";
import { type CaseSessions, loadSessions } from "@/lib/ledger/load-sessions";
import { type IsForeign, readForeignCalls } from "@/lib/timeline/foreign-calls";

/** An interface while it was the instance's. Null is "as far as the evidence reaches". */
export interface Hold {
  interfaceNo: number;
  interfaceKey: string;
  /** Own-side addresses, canonical text. */
  ownIps: string[];
  fromMs: number | null;
  toMs: number | null;
  /** At other times it was another instance's. */
  shared: boolean;
}

/** What in a case belongs to one instance: the same attribution as the investigation document's. */
export interface InstanceScope {
  caseId: string;
  /** Of the evidence this was read from. */
  revision: number;
  /** All that the evidence reaches over; null without any. */
  span: { firstMs: number; lastMs: number } | null;
  instanceId: string;
  /** The indicator, canonical text. */
  ip: string;
  /** The case's loads for `load_id IN (…)`, digits and commas only. */
  loads: string;
  holds: Hold[];
  askers: AskerStretch[];
  /** The VPCs it is known in. */
  vpcIds: string[];
  /** Callers of its own role sessions. */
  ownCallers: number[];
  /** Callers with credentials obtained by those sessions, to any depth. */
  chainedCallers: number[];
  ownAddresses: readonly OwnAddress[];
  /** Whether a call of its own sessions was made off the instance. */
  isForeign: IsForeign;
}

/** Who is who in a case, of one revision of its evidence. */
export interface CaseAttribution {
  revision: number;
  span: InstanceScope["span"];
  loads: string;
  ledger: Ledger;
  sessions: CaseSessions;
  askers: AskerStretch[];
  interfaces: { no: number; key: string }[];
}

const KEPT_CASES = 4;
const KEPT_INSTANCES = 256;
/** What belongs to an instance by the evidence of a revision, whichever address is asked about. */
const keptScopes = new KeptAnswers<Omit<InstanceScope, "ip">>(KEPT_INSTANCES);
const kept = new Map<string, { revision: number; attribution: Promise<CaseAttribution> }>();

async function readAttribution(caseId: string, revision: number): Promise<CaseAttribution> {
  const ledger = await loadLedger(caseId);
  const [loads, span, sessions, askers, interfaces] = await Promise.all([
    caseLoads(caseId),
    evidenceSpan(caseId),
    loadSessions(caseId, ledger),
    readAskerStretches(caseId, ledger),
    pool().query<{ no: number; key: string }>("SELECT id AS no, key FROM interfaces WHERE case_id = $1 ORDER BY id", [
      caseId,
    ]),
  ]);
  return {
    revision,
    span,
    loads,
    ledger,
    sessions,
    askers,
    interfaces: interfaces.rows,
  };
}

async function presentRevision(caseId: string): Promise<number> {
  const { rows } = await pool().query<{ revision: number }>("SELECT revision FROM cases WHERE id = $1", [caseId]);
  return rows[0]?.revision ?? 0;
}

/** Who is who in the case as of its present evidence; worked out once a revision in this process. */
export async function readCaseAttribution(caseId: string): Promise<CaseAttribution> {
  return attributionOf(caseId, await presentRevision(caseId));
}

async function attributionOf(caseId: string, revision: number): Promise<CaseAttribution> {
  const known = kept.get(caseId);
  if (known?.revision === revision) return known.attribution;
  const attribution = readAttribution(caseId, revision);
  kept.delete(caseId);
  kept.set(caseId, { revision, attribution });
  attribution.catch(() => kept.delete(caseId));
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_CASES) break;
    kept.delete(oldest);
  }
  return attribution;
}

function holdsOf({ ledger, interfaces }: CaseAttribution, instanceId: string): Hold[] {
  return interfaces.flatMap(({ no, key }) => {
    const segments = ledger.interfaceSegments(key);
    const own = segments.filter((segment) => segment.instanceId === instanceId);
    return own.map(({ fromMs, toMs }) => ({
      ...{ interfaceNo: no, interfaceKey: key, fromMs, toMs, shared: own.length < segments.length },
      ownIps: ownIpsWithin(ledger, key, fromMs, toMs),
    }));
  });
}

function ownIpsWithin(ledger: Ledger, key: string, fromMs: number | null, toMs: number | null): string[] {
  const atMs = [fromMs ?? 0, toMs === null ? Date.UTC(9999, 0) : toMs - 1];
  return [...new Set(atMs.flatMap((at) => [...ledger.ownIpsOfInterface(key, at)]))];
}

/** What belongs to an instance in a case, as of the revision that the request read already. `ip` must be canonical text. */
export async function readInstanceScope(
  caseId: string,
  instanceId: string,
  ip: string,
  read?: number,
): Promise<InstanceScope> {
  const attribution = await attributionOf(caseId, read ?? (await presentRevision(caseId)));
  const key = `${caseId} ${attribution.revision} ${instanceId}`;
  const scope = await keptScopes.get(key, () => scopeIn(attribution, caseId, instanceId));
  return { ...scope, ip };
}

async function scopeIn(
  attribution: CaseAttribution,
  caseId: string,
  instanceId: string,
): Promise<Omit<InstanceScope, "ip">> {
  const { revision, span, ledger, loads } = attribution;
  const sessions = attribution.sessions.byInstance.get(instanceId);
  const ownCallers = [...(sessions?.own.keys() ?? [])];
  const ownAddresses = ledger.ownAddresses(instanceId);
  const { vpcId } = ledger.facts(instanceId);
  return {
    ...{ caseId, revision, span, instanceId, loads, ownCallers, ownAddresses },
    vpcIds: vpcId === null ? [] : [vpcId],
    holds: holdsOf(attribution, instanceId),
    askers: attribution.askers.filter((stretch) => stretch.instanceId === instanceId),
    chainedCallers: (sessions?.chained ?? []).flatMap(({ principalNos }) => principalNos),
    isForeign: await readForeignCalls(loads, ownCallers, ownAddresses),
  };
}
