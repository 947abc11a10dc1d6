import { AppError } from "@/lib/core/app-error";
import { groupBy } from "@/lib/core/group-by";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import {
  type JudgeContext,
  type JudgedKey,
  type JudgedSession,
  judgeSessions,
} from "@/lib/investigate/sessions/judge-sessions";
import { readRoleHistory } from "@/lib/investigate/sessions/read-role-history";
import type { RoleHistory } from "@/lib/investigate/sessions/role-history";
import type { CallerUse, UseOrigin } from "@/lib/investigate/sessions/session-use.types";
import type { EvidenceRef } from "@/lib/ledger/ledger.types";
import type { SessionKey, SessionNode } from "@/lib/ledger/sessions/tree/tree.types";
import { findTogether } from "@/lib/timeline/sessions/find-together";
import { nameRecords } from "@/lib/timeline/sessions/name-records";
import { type SessionBook, sessionBook } from "@/lib/timeline/sessions/session-book";
import type { ApiView, KeyView, PlaceView, SessionDetail } from "@/lib/timeline/sessions/session-view.types";
import {
  isOff,
  type NameRecord,
  sessionName,
  toForeignView,
  toHopView,
  toSessionLine,
  totalsOf,
} from "@/lib/timeline/sessions/to-session-line";

const MOST_APIS = 200;
const MOST_PLACES = 100;
const MOST_AGENTS = 5;
const MOST_IN_PATH = 20;

const KEPT = 32;
const details = new KeptAnswers<SessionDetail>(KEPT);

/** Everything about one session. Throws AppError `not-found`. */
export async function readSession(caseId: string, id: string): Promise<SessionDetail> {
  const book = await sessionBook(caseId);
  return details.get(`${caseId} ${book.revision} ${id}`, () => makeDetail(book, id));
}

async function makeDetail(book: SessionBook, id: string): Promise<SessionDetail> {
  const { caseId } = book;
  const node = book.tree.nodes.get(id);
  if (!node) throw new AppError("not-found", "There is no such session in the evidence.");
  const [session] = await judgeSessions(book, [node]);
  if (!session) throw new AppError("not-found", "There is no such session in the evidence.");
  const firsts = await firstForeignRecords(book, session.keys);
  const refs = [
    ...session.keys.flatMap(({ key }) => (key.hop?.call ? [key.hop.call, ...key.hop.twins] : [])),
    ...firsts.values(),
  ];
  const [name, role, together] = await Promise.all([
    nameRecords(caseId, refs),
    readRoleHistory(caseId, node),
    findTogether(book, session),
  ]);
  const apis = apisOf(session, role);
  const places = placesOf(session);
  return {
    line: toSessionLine(session, name, true),
    ...{ arn: node.arn, roleArn: node.roleArn, principalId: node.principalId, type: node.type },
    ...{ sourceIdentities: node.sourceIdentities, unusedKeys: node.unusedKeys, rootInstanceId: session.instanceId },
    keys: session.keys.map((key) => toKeyView(key, firsts, name)).sort(mostTelling),
    ...{ apis: apis.slice(0, MOST_APIS), apisTotal: apis.length },
    ...{ places: places.slice(0, MOST_PLACES), placesTotal: places.length },
    ...{ together, ...pathOf(book, node) },
  };
}

function mostTelling(a: KeyView, b: KeyView): number {
  return Number(isOff(b)) - Number(isOff(a)) || (a.firstMs ?? 0) - (b.firstMs ?? 0);
}

function pathOf({ tree }: JudgeContext, node: SessionNode): Pick<SessionDetail, "path" | "pathCut"> {
  const path: SessionDetail["path"] = [];
  for (
    let at: SessionNode | undefined = node;
    at && path.length < MOST_IN_PATH;
    at = at.parentId === null ? undefined : tree.nodes.get(at.parentId)
  ) {
    path.push({ id: at.id, name: sessionName(at) });
  }
  return { path: path.reverse(), pathCut: node.depth + 1 - path.length };
}

/** The record of each key's first foreign use, by access key (or caller). */
async function firstForeignRecords(
  { loads }: JudgeContext,
  keys: readonly JudgedKey[],
): Promise<Map<JudgedKey, EvidenceRef>> {
  const asked = keys.filter(({ firstForeign }) => firstForeign !== null);
  if (asked.length === 0) return new Map();
  const { rows } = await pool().query<EvidenceRef & { place: number }>(
    `SELECT f.place::int, x.file_id AS "fileId", x.record_no AS record
       FROM unnest($1::int[], $2::timestamptz(3)[], $3::text[]) WITH ORDINALITY AS f(no, at, source, place)
       CROSS JOIN LATERAL (SELECT c.file_id, c.record_no FROM api_calls c JOIN evidence_files e ON e.id = c.file_id
                            WHERE c.load_id IN (${loads}) AND c.principal_no = f.no AND c.at = f.at
                              AND coalesce(host(c.source_ip), c.source) IS NOT DISTINCT FROM f.source
                              AND NOT c.duplicate AND NOT c.repeat
                            ORDER BY e.sha256, c.record_no LIMIT 1) x`,
    [
      asked.map(({ firstForeign }) => firstForeign?.principalNo),
      asked.map(({ firstForeign }) => new Date(firstForeign?.atMs ?? 0).toISOString()),
      asked.map(({ firstForeign }) => firstForeign?.source ?? null),
    ],
  );
  return new Map(
    rows.flatMap(({ place, fileId, record }) => {
      const key = asked[place - 1];
      return key ? [[key, { fileId, record }] as const] : [];
    }),
  );
}

function toKeyView(judged: JudgedKey, firsts: ReadonlyMap<JudgedKey, EvidenceRef>, name: NameRecord): KeyView {
  const { key, uses, verdict, firstForeign } = judged;
  const first = firsts.get(judged);
  return {
    ...{ accessKeyId: key.accessKeyId, createdMs: key.createdMs, deliveries: key.deliveries, basis: key.basis },
    hop: toHopView(key, name),
    ...totalsOf(uses),
    verdict,
    firstForeign: firstForeign && { ...toForeignView(firstForeign), evidence: first ? name(first) : null },
  };
}

function apisOf({ keys }: JudgedSession, role: RoleHistory): ApiView[] {
  const uses = keys.flatMap(({ key, uses: rows }) => rows.map((use) => ({ use, key: key.accessKeyId })));
  return [...groupBy(uses, ({ use }) => apiKey(use)).entries()]
    .map(([api, rows]): ApiView => {
      const first = rows.reduce((a, b) => (b.use.firstMs < a.use.firstMs ? b : a));
      const { calls, denied, changes } = totalsOf(rows.map(({ use }) => use));
      const { eventSource, eventName, firstMs } = first.use;
      const claim = { isNew: role.isFirst(api, firstMs), history: role.before(firstMs) };
      return { eventSource, eventName, calls, denied, changes, firstMs, ...claim, key: first.key };
    })
    .sort((a, b) => Number(b.isNew === true) - Number(a.isNew === true) || b.calls - a.calls || a.firstMs - b.firstMs);
}

/** What an API is known by over all regions. */
function apiKey({ eventSource, eventName }: Pick<CallerUse, "eventSource" | "eventName">): string {
  return `${eventSource} ${eventName}`;
}

interface Placed {
  key: SessionKey;
  use: CallerUse;
  origin: UseOrigin | null;
  basis: "known" | "assumed";
}

function placesOf({ keys, instanceId }: JudgedSession): PlaceView[] {
  const rows = keys.flatMap(({ key, uses, judged }): Placed[] =>
    instanceId === null
      ? uses.map((use) => ({ key, use, origin: null, basis: "known" }))
      : judged.map((one) => ({ key, ...one })),
  );
  return [
    ...groupBy(rows, ({ use, origin, basis }) =>
      JSON.stringify([use.source, use.vpcEndpointId, origin, basis]),
    ).values(),
  ]
    .flatMap((group): PlaceView[] => {
      const [first] = group;
      if (!first) return [];
      const totals = totalsOf(group.map(({ use }) => use));
      return [
        {
          ...{
            source: first.use.source,
            vpcEndpointId: first.use.vpcEndpointId,
            origin: first.origin,
            basis: first.basis,
          },
          ...{ calls: totals.calls, denied: totals.denied, firstMs: totals.firstMs ?? 0, lastMs: totals.lastMs ?? 0 },
          keys: new Set(group.map(({ key }) => key)).size,
          userAgents: [...new Set(group.flatMap(({ use }) => use.userAgent ?? []))].slice(0, MOST_AGENTS),
        },
      ];
    })
    .sort((a, b) => Number(isElsewhere(b)) - Number(isElsewhere(a)) || b.calls - a.calls || a.firstMs - b.firstMs);
}

function isElsewhere({ origin }: PlaceView): boolean {
  return origin === "foreign-address" || origin === "foreign-endpoint";
}
