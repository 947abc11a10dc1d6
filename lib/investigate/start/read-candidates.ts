import { KeptAnswers } from "@/lib/core/kept-answers";
import { askOften } from "@/lib/db/ask-often";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { caseLoads } from "@/lib/investigate/scope";
import { firstNamed } from "@/lib/investigate/start/first-named";
import { type FirstRecord, firstCall, firstFlow, firstQuery } from "@/lib/investigate/start/first-records";
import { firstDetection, firstNewApi, firstOffInstance } from "@/lib/investigate/start/first-standing-out";
import type { StartCandidate, StartReason } from "@/lib/investigate/start/start.types";
import { latestFindings } from "@/lib/ledger/latest-findings";
import { loadLedger } from "@/lib/ledger/load-ledger";
import { loadSessions } from "@/lib/ledger/load-sessions";

export interface CandidatesRequest {
  caseId: string;
  /** Canonical text. */
  ip: string;
  /** Instances that met the indicator. */
  instanceIds: readonly string[];
  /** Nothing from here on is asked for; null: no end. */
  toMs: number | null;
}

const FAR_MS = Date.UTC(9999, 0);
const KEPT = 32;
const kept = new KeptAnswers<StartCandidate[]>(KEPT);

/**
 * Records that a case may have begun with, from all evidence up to a moment: the window is not asked, since its start is
 * what is looked for. In no order. Worked out once a revision, detection run and set of flags in this process.
 */
export async function readCandidates(request: CandidatesRequest): Promise<StartCandidate[]> {
  const { rows } = await askOften<{ state: string }>(
    `SELECT concat_ws(' ', c.revision, r.revision, r.finished_at,
              (SELECT string_agg(value, ' ' ORDER BY id) FROM indicators i WHERE i.case_id = c.id AND i.kind = 'name'),
              (SELECT md5(string_agg(m.key, ' ' ORDER BY m.key)) FROM detection_mutes m WHERE m.case_id = c.id)) AS state
       FROM cases c LEFT JOIN detection_runs r ON r.case_id = c.id WHERE c.id = $1`,
    [request.caseId],
  );
  return kept.get(JSON.stringify([request, rows[0]?.state]), () => read(request));
}

async function read({ caseId, ip, instanceIds, toMs }: CandidatesRequest): Promise<StartCandidate[]> {
  await findIndicatorHits(caseId, ip);
  const [loads, ledger, findings] = await Promise.all([caseLoads(caseId), loadLedger(caseId), latestFindings(caseId)]);
  const scope = { caseId, ip, loads, fromMs: 0, toMs: toMs ?? FAR_MS };
  const [contact, refused, lookup, call, name, detected, sessions] = await Promise.all([
    firstFlow(scope, 1),
    firstFlow(scope, 2),
    firstQuery(scope),
    firstCall(scope),
    firstNamed(scope),
    firstDetection({ caseId, instanceIds, toMs: scope.toMs }),
    loadSessions(caseId, ledger),
  ]);
  const told = findings.filter(({ remoteIps, firstSeenMs }) => remoteIps.includes(ip) && firstSeenMs < scope.toMs);
  const finding = told
    .map(({ firstSeenMs, type, sha256, record }): FirstRecord => {
      return { atMs: firstSeenMs, kind: "finding", summary: `${type} names ${ip}`, sha256, record };
    })
    .sort((a, b) => a.atMs - b.atMs)
    .slice(0, 1);
  const direct = [...contact, ...refused, ...lookup, ...call, ...finding].map(({ atMs }) => atMs);
  const wide = { ...scope, instanceIds, ledger, sessions };
  const [offInstance, newApi] = await Promise.all([
    firstOffInstance(wide),
    direct.length === 0 ? [] : firstNewApi(wide, Math.min(...direct)),
  ]);
  return [
    ...toCandidates("contact", contact),
    ...toCandidates("refused", refused),
    ...toCandidates("lookup", lookup),
    ...toCandidates("call", call),
    ...toCandidates("name", name),
    ...toCandidates("off-instance", offInstance),
    ...toCandidates("new-api", newApi),
    ...toCandidates("detection", detected),
    ...toCandidates("finding", finding),
  ];
}

function toCandidates(reason: StartReason, records: readonly FirstRecord[]): StartCandidate[] {
  return records.map(({ atMs, kind, summary, sha256, record }) => ({
    reason,
    event: { time: isoInstant(atMs), kind, summary, evidence: { sha256, record } },
  }));
}
