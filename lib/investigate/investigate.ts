import { canonicalAddress } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { type ClockDisagreement, disagreementText, findingApart } from "@/lib/investigate/clocks/find-disagreements";
import { readDisagreements } from "@/lib/investigate/clocks/read-clock-facts";
import { type ExpectedSubjects, readCoverage } from "@/lib/investigate/coverage";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { type DocumentKey, findDocument, keepDocument } from "@/lib/investigate/document-cache";
import { findEarliestIndicator } from "@/lib/investigate/earliest-indicator";
import { readEvidence } from "@/lib/investigate/evidence-rows";
import { findingInstances, findingsOf } from "@/lib/investigate/finding-matches";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { groupApiCalls } from "@/lib/investigate/group-api-calls";
import { isoInstant, isoInstantOrNull } from "@/lib/investigate/iso-instant";
import { listInstances } from "@/lib/investigate/list-instances";
import { notAssessed, readSourcesPresent } from "@/lib/investigate/not-assessed";
import { withDetections } from "@/lib/investigate/read-detections";
import { caseLoads, evidenceSpan, type Scope } from "@/lib/investigate/scope";
import { readCallsFromIndicator } from "@/lib/investigate/session-calls";
import { type CaseStart, readStart } from "@/lib/investigate/start/read-start";
import { readTraffic } from "@/lib/investigate/traffic";
import { type LatestFinding, latestFindings } from "@/lib/ledger/latest-findings";
import { loadLedger } from "@/lib/ledger/load-ledger";
import manifest from "@/package.json";

export interface InvestigateRequest {
  caseId: string;
  /** The flagged address in any spelling; null for what the evidence holds without one. */
  ip: string | null;
  /** Half open; null is "as far as the evidence reaches". */
  from: Date | null;
  to: Date | null;
}

const PRODUCER = { name: manifest.name, version: manifest.version };
const TRIES = 3;

/** What a request has read of the case already. */
export interface KnownOfCase extends CaseStart {
  revision: number;
}

/**
 * Builds the investigation document of one indicator: the one place that does. Equal evidence gives equal documents
 * but for `generatedAt`. A document stays kept for as long as the evidence does not change. What is `known` of the case is
 * not read again.
 *
 * @throws AppError `invalid` for text that is no address or a window that ends before it begins, `not-found`, and
 *   `conflict` when the evidence keeps changing underneath.
 */
export async function investigate(request: InvestigateRequest, known?: KnownOfCase): Promise<InvestigationV1> {
  const [{ document, isKept, revision }, { start, dwell }] = await Promise.all([
    openOrBuild(request, known?.revision ?? null),
    known ?? readStart(request.caseId),
  ]);
  const evidence = isKept ? await readEvidence(request.caseId) : document.evidence;
  // What people accept changes without the evidence: it is never kept with the document.
  const whole = { ...document, start: start?.event ?? null, dwell, evidence };
  return withDetections(whole, request.caseId, revision);
}

/**
 * The document but for the list of files, which a page of one instance has no use for, and for detections, which have a page
 * of their own: both are read anew each time, however long they are. `revision` is the case's, as the request read it.
 */
export async function investigateAnswers(request: InvestigateRequest, revision: number): Promise<InvestigationAnswers> {
  return (await openOrBuild(request, revision)).document;
}

export type InvestigationAnswers = Omit<InvestigationV1, "evidence" | "detections" | "start" | "dwell">;

async function openOrBuild(
  { caseId, ip: text, from, to }: InvestigateRequest,
  read: number | null,
): Promise<{ document: InvestigationV1; isKept: boolean; revision: number }> {
  const ip = text === null ? null : canonicalAddress(text.trim());
  if (text !== null && ip === null) throw new AppError("invalid", "That is not an IP address.");
  const fromMs = from?.getTime() ?? null;
  const toMs = to?.getTime() ?? null;
  if (fromMs !== null && toMs !== null && fromMs >= toMs) {
    throw new AppError("invalid", "The window must begin before it ends.");
  }
  const revisionAt = async (tries: number) => (tries === 0 && read !== null ? read : await revisionOf(caseId));
  for (let tries = 0; tries < TRIES; tries++) {
    const key: DocumentKey = { caseId, ip, fromMs, toMs, revision: await revisionAt(tries) };
    const kept = await findDocument(key, PRODUCER.version);
    const { revision } = key;
    if (kept) return { document: kept, isKept: true, revision };
    const document = await build(key);
    if ((await revisionOf(caseId)) !== revision) continue;
    await keepDocument(key, document);
    return { document, isKept: false, revision };
  }
  throw new AppError("conflict", "The evidence of this case is being changed. Try again when loading is done.");
}

async function revisionOf(caseId: string): Promise<number> {
  const { rows } = await pool().query<{ revision: number }>("SELECT revision FROM cases WHERE id = $1", [caseId]);
  if (!rows[0]) throw new AppError("not-found", "There is no such case.");
  return rows[0].revision;
}

async function build({ caseId, ip, fromMs, toMs, revision }: DocumentKey): Promise<InvestigationV1> {
  const [span, loads, evidence, clocks] = await Promise.all([
    evidenceSpan(caseId),
    caseLoads(caseId),
    readEvidence(caseId),
    readDisagreements(caseId, revision),
  ]);
  const document: InvestigationV1 = {
    schema: "threadline.investigation/v1",
    generatedAt: new Date().toISOString(),
    producer: PRODUCER,
    indicator: { ip },
    window: {
      from: isoInstantOrNull(fromMs ?? span?.firstMs ?? null),
      to: isoInstantOrNull(toMs ?? (span ? span.lastMs + 1000 : null)),
    },
    instances: [],
    unattributed: [],
    apiCallsFromIndicator: [],
    earliestIndicator: null,
    start: null,
    dwell: null,
    coverage: [],
    detections: [],
    notAssessed: notAssessed(await readSourcesPresent(caseId, loads), clocksOf(clocks, [])),
    evidence,
  };
  if (!span) return { ...document, window: { from: null, to: null } };
  const window = { fromMs: fromMs ?? span.firstMs, toMs: toMs ?? span.lastMs + 1000 };
  // An open end that the evidence does not reach leaves nothing to look at.
  if (window.fromMs >= window.toMs)
    return { ...document, window: { from: isoInstant(window.fromMs), to: isoInstant(window.fromMs) } };
  if (ip === null) {
    return { ...document, coverage: await readCoverage({ caseId, loads, ...window }, expectedOf([])) };
  }
  return { ...document, ...(await answers({ caseId, ip, loads, ...window }, clocks)) };
}

type Answers = Pick<
  InvestigationV1,
  "instances" | "unattributed" | "apiCallsFromIndicator" | "earliestIndicator" | "coverage" | "notAssessed"
>;

/** All that is about one indicator. */
async function answers(scope: Scope, clocks: readonly ClockDisagreement[]): Promise<Answers> {
  const { caseId, ip, fromMs, toMs } = scope;
  const hits = await findIndicatorHits(caseId, ip);
  const [ledger, traffic, callsFromIndicator, allFindings] = await Promise.all([
    loadLedger(caseId),
    readTraffic(scope),
    readCallsFromIndicator(scope),
    latestFindings(caseId),
  ]);
  const findings = findingsOf(allFindings, ip, fromMs, toMs);
  const instances = await listInstances({ scope, ledger, traffic, findings, callsFromIndicator });
  const [earliestIndicator, coverage, present] = await Promise.all([
    findEarliestIndicator(scope, findings),
    readCoverage(scope, expectedOf(instances)),
    readSourcesPresent(caseId, scope.loads),
  ]);
  return {
    instances,
    unattributed: traffic.unattributed,
    apiCallsFromIndicator: groupApiCalls(callsFromIndicator),
    earliestIndicator,
    coverage,
    notAssessed: notAssessed(present, [
      ...hits.notAssessed,
      ...clocksOf([...clocks, ...findingClocks(instances, findings)], instances),
    ]),
  };
}

/** Traffic with the address beside the findings that name it, of each instance. */
function findingClocks(
  instances: InvestigationV1["instances"],
  findings: readonly LatestFinding[],
): ClockDisagreement[] {
  return instances.flatMap(({ instanceId, traffic: { firstSeen, lastSeen } }) => {
    const traffic = firstSeen && lastSeen ? { fromMs: Date.parse(firstSeen), toMs: Date.parse(lastSeen) } : null;
    return findings
      .filter((finding) => findingInstances(finding).includes(instanceId))
      .flatMap(
        ({ firstSeenMs, lastSeenMs }) =>
          findingApart(instanceId, { fromMs: firstSeenMs, toMs: lastSeenMs }, traffic) ?? [],
      );
  });
}

/** Where sources disagree about time: about the evidence as a whole, and about the listed instances. */
function clocksOf(
  clocks: readonly ClockDisagreement[],
  instances: InvestigationV1["instances"],
): InvestigationV1["notAssessed"] {
  const listed = new Set(["evidence", ...instances.map(({ instanceId }) => instanceId)]);
  return clocks
    .filter(({ subject }) => listed.has(subject))
    .map((found) => ({ id: "clocks-disagree", reason: disagreementText(found) }));
}

/** The logs that should tell of the listed instances, whether or not there is one. */
function expectedOf(instances: InvestigationV1["instances"]): ExpectedSubjects {
  return {
    interfaceIds: instances.flatMap((instance) => instance.interfaces.map(({ interfaceId }) => interfaceId)),
    vpcIds: instances.flatMap(({ vpcId }) => (vpcId === null ? [] : [vpcId])),
    trails: instances.flatMap(({ accountId, region }) =>
      accountId === null || region === null ? [] : [`${accountId}/${region}`],
    ),
  };
}
