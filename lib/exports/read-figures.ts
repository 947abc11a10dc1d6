import { pool } from "@/lib/db/pool";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { stretchColumns } from "@/lib/investigate/domains";
import { countedCall } from "@/lib/investigate/scope";
import type { CaseData, RecordRef } from "@/lib/report/case-data.types";
import { FIGURES } from "@/lib/report/figures";
import { type CaseAttribution, readCaseAttribution } from "@/lib/timeline/instance-scope";

/** A place in time and evidence, as SQL's `min` and `max` compare it: epoch ms, file, record. */
type Place = [atMs: number, fileId: number, record: number];

interface Found {
  first: Place;
  last: Place;
}

interface Called {
  eventSource: string;
  eventName: string;
  region: string;
}

interface Window {
  caseId: string;
  ip: string;
  from: string;
  to: string;
  attribution: CaseAttribution;
}

const place = (at: string, alias: string) =>
  `ARRAY[(extract(epoch FROM ${alias}.${at}) * 1000)::float8, ${alias}.file_id::float8, ${alias}.record_no::float8]`;
const ends = (at: string, alias: string) => `min(${place(at, alias)}) AS first, max(${place(at, alias)}) AS last`;

/** The first and the last record behind each figure of the documents, by its name in `FIGURES`. */
export async function readFigures(caseId: string, documents: readonly InvestigationV1[]): Promise<CaseData["figures"]> {
  const files = await readHashes(caseId);
  const found = new Map<string, Found>();
  const note = (figure: string, { first, last }: Found) => {
    const known = found.get(figure);
    found.set(figure, known ? { first: least(known.first, first), last: most(known.last, last) } : { first, last });
  };
  const attribution = await readCaseAttribution(caseId);
  for (const { indicator, window, instances } of documents) {
    if (indicator.ip === null || window.from === null || window.to === null) continue;
    const about: Window = { caseId, attribution, ip: indicator.ip, from: window.from, to: window.to };
    await readHits(about, note);
    await readCallsFrom(about, note);
    const ids = instances.map(({ instanceId }) => instanceId);
    await readNames(about, ids, note);
    await readCalls(about, ids, note);
  }
  const refs = ({ first, last }: Found) =>
    [first, last].flatMap((at): RecordRef[] => {
      const sha256 = files.get(at[1]);
      return sha256 === undefined ? [] : [{ sha256, record: at[2] }];
    });
  return Object.fromEntries([...found].map(([figure, places]) => [figure, refs(places)]));
}

type Note = (figure: string, found: Found) => void;

const compare = (a: Place, b: Place) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
const least = (a: Place, b: Place) => (compare(a, b) <= 0 ? a : b);
const most = (a: Place, b: Place) => (compare(a, b) >= 0 ? a : b);

async function readHashes(caseId: string): Promise<Map<number, string>> {
  const { rows } = await pool().query<{ id: number; sha256: string }>(
    "SELECT id, sha256 FROM evidence_files WHERE case_id = $1",
    [caseId],
  );
  return new Map(rows.map(({ id, sha256 }) => [id, sha256]));
}

/** Flow records with the indicator: those that were counted, and of an interface's own traffic where it is nobody's. */
async function readHits({ caseId, ip, from, to }: Window, note: Note): Promise<void> {
  const { rows } = await pool().query<
    Found & { subject: string | null; protocol: number | null; port: number; servedBy: string; verdict: number }
  >(
    `SELECT coalesce(h.instance_id, i.interface_id) AS subject, h.protocol, h.service_port AS port,
            h.served_by AS "servedBy", h.verdict, ${ends("start_at", "h")}
       FROM indicator_hits h
       LEFT JOIN interfaces i ON i.id = h.interface_no AND h.instance_id IS NULL
      WHERE h.case_id = $1 AND h.indicator = $2::inet AND h.start_at >= $3 AND h.start_at < $4 AND h.verdict <> 0
      GROUP BY 1, 2, 3, 4, 5`,
    [caseId, ip, from, to],
  );
  for (const { subject, protocol, port, servedBy, verdict, ...found } of rows) {
    note(FIGURES.traffic(ip, subject), found);
    if (verdict === 1) note(FIGURES.service(ip, subject, protocol ?? -1, port, servedBy), found);
  }
}

async function readNames({ attribution, from, to }: Window, ids: readonly string[], note: Note): Promise<void> {
  const { askers, loads } = attribution;
  const listed = askers.filter(({ instanceId }) => ids.includes(instanceId));
  if (listed.length === 0) return;
  const { rows } = await pool().query<Found & { instanceId: string; name: string }>(
    `SELECT g.instance_id AS "instanceId", n.name, g.first, g.last FROM (
       SELECT s.instance_id, q.name_no, ${ends("at", "q")}
         FROM dns_queries q
         JOIN unnest($3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS s(asker_no, instance_id, from_at, to_at)
           ON s.asker_no = q.asker_no AND (s.from_at IS NULL OR q.at >= s.from_at) AND (s.to_at IS NULL OR q.at < s.to_at)
        WHERE q.load_id IN (${loads}) AND NOT q.duplicate AND q.at >= $1 AND q.at < $2
        GROUP BY s.instance_id, q.name_no) g
       JOIN dns_names n ON n.id = g.name_no`,
    [from, to, ...stretchColumns(listed)],
  );
  for (const { instanceId, name, ...found } of rows) note(FIGURES.name(instanceId, name), found);
}

/** Calls of the instances' own sessions, by where they came from too, and of what those sessions led to. */
async function readCalls({ attribution, from, to }: Window, ids: readonly string[], note: Note): Promise<void> {
  const callers = ids.flatMap((holder) => {
    const sessions = attribution.sessions.byInstance.get(holder);
    return [
      ...[...(sessions?.own.keys() ?? [])].map((no) => ({ no, holder, own: true })),
      ...(sessions?.chained ?? []).flatMap(({ via, principalNos }) =>
        principalNos.map((no) => ({ no, holder: via, own: false })),
      ),
    ];
  });
  if (callers.length === 0) return;
  const { rows } = await pool().query<Found & Called & { holder: string; own: boolean; sourceIp: string | null }>(
    `SELECT c.holder, c.own, a.event_source AS "eventSource", a.event_name AS "eventName", a.region,
            host(a.source_ip) AS "sourceIp", ${ends("at", "a")}
       FROM jsonb_to_recordset($3::jsonb) AS c(no int, holder text, own boolean)
       JOIN api_calls a ON a.principal_no = c.no
      WHERE a.load_id IN (${attribution.loads}) AND ${countedCall("a")} AND a.at >= $1 AND a.at < $2
      GROUP BY 1, 2, 3, 4, 5, 6`,
    [from, to, JSON.stringify(callers)],
  );
  for (const { holder, own, eventSource, eventName, region, sourceIp, ...found } of rows) {
    note(FIGURES.call(holder, eventSource, eventName, region), found);
    if (own && sourceIp !== null) note(FIGURES.offInstance(holder, sourceIp), found);
  }
}

async function readCallsFrom({ attribution, ip, from, to }: Window, note: Note): Promise<void> {
  const { rows } = await pool().query<Found & Called>(
    `SELECT a.event_source AS "eventSource", a.event_name AS "eventName", a.region, ${ends("at", "a")}
       FROM api_calls a
      WHERE a.load_id IN (${attribution.loads}) AND a.source_ip = $3::inet AND a.at >= $1 AND a.at < $2 AND ${countedCall("a")}
      GROUP BY 1, 2, 3`,
    [from, to, ip],
  );
  for (const { eventSource, eventName, region, ...found } of rows)
    note(FIGURES.call(ip, eventSource, eventName, region), found);
}
