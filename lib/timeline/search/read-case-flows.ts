import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { MINUTE_MS, MinuteCounts } from "@/lib/timeline/events/minute-counts";
import { type FlowRow, flowColumns, toFlowEvent } from "@/lib/timeline/events/read-flow-events";
import { borderWithin } from "@/lib/timeline/events/scan-bound";
import { beyond, endOf, inOrder, Parameters } from "@/lib/timeline/events/source-read";
import type { CaseAttribution } from "@/lib/timeline/instance-scope";
import { sideBy } from "@/lib/timeline/own-side";
import { type CaseFound, type CaseRead, holderAt } from "@/lib/timeline/search/case-events";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { flowSearchColumns } from "@/lib/timeline/search/flow-search-columns";
import { recordsMeant, tableOf } from "@/lib/timeline/search/records-meant";
import { type HeldThing, withHolders } from "@/lib/timeline/search/with-holders";

/** Looking through so many records takes a few tenths of a second. */
const SCANNED = 250_000;
const MOST_NAMED = 2_000;
const OUT = "(nullif(f.side, 0) = 2)";

const keptMinutes = new KeptAnswers<MinuteCounts>(8);

/** How a case's flow records spread over time; counted once a revision. */
function flowMinutes(caseId: string, revision: number): Promise<MinuteCounts> {
  return keptMinutes.get(`${caseId} ${revision}`, async () => {
    const { rows } = await pool().query<{ minuteMs: number; records: number }>(
      `SELECT (date_part('epoch', minute) * 1000)::float8 AS "minuteMs", sum(accepted + rejected)::float8 AS records
         FROM flow_minutes WHERE case_id = $1 GROUP BY minute`,
      [caseId],
    );
    return new MinuteCounts(rows);
  });
}

const keptOwn = new WeakMap<CaseAttribution, Promise<string>>();

/**
 * All addresses that each interface ever had as its own, as JSON by its number, spelt as the database spells them. Looked up
 * record by record, and only where one does not say which way it went: a join would be held against each of them.
 */
function ownAddresses(attribution: CaseAttribution): Promise<string> {
  const known = keptOwn.get(attribution);
  if (known) return known;
  const { ledger, interfaces } = attribution;
  const held = interfaces.flatMap(({ no, key }) => {
    const ends = ledger
      .interfaceSegments(key)
      .flatMap(({ fromMs, toMs }) => [fromMs ?? 0, (toMs ?? Date.UTC(9999, 0)) - 1]);
    const ips = [0, ...ends].flatMap((atMs) => [...ledger.ownIpsOfInterface(key, atMs)]);
    return [...new Set(ips)].map((ip) => ({ no, ip }));
  });
  const making = pool()
    .query<{ own: string }>(
      `SELECT coalesce(jsonb_object_agg(no, ips), '{}')::text AS own
         FROM (SELECT no, jsonb_agg(host(ip)) AS ips FROM unnest($1::int[], $2::inet[]) held(no, ip) GROUP BY no) by_no`,
      [held.map(({ no }) => no), held.map(({ ip }) => ip)],
    )
    .then(({ rows }) => rows[0]?.own ?? "{}");
  keptOwn.set(attribution, making);
  making.catch(() => keptOwn.delete(attribution));
  return making;
}

/** All interfaces by their numbers: the index on interface and time is then read at each of them, not from end to end. */
function atInterfaces(at: Parameters, { interfaces }: CaseAttribution): string {
  if (interfaces.length > MOST_NAMED) return "true";
  return `r.interface_no = ANY(${at.add(interfaces.map(({ no }) => no))}::int[])`;
}

const FLOWS = { table: "flow_records", alias: "r", thing: "interface_no", time: "start_at" };

function heldInterfaces({ ledger, interfaces }: CaseAttribution): HeldThing[] {
  return interfaces.flatMap(({ no, key }) => ledger.interfaceSegments(key).map((segment) => ({ no, ...segment })));
}

/** Where looking through the records from a moment on ends for now. */
async function endOfLook({ caseId, attribution, view }: CaseRead, fromMs: number): Promise<number> {
  const counts = await flowMinutes(caseId, attribution.revision);
  const border = borderWithin(counts, { fromMs, toMs: view.toMs }, "later", SCANNED);
  // A minute with more than the bound is looked through whole.
  const nextMinute = (Math.floor(fromMs / MINUTE_MS) + 1) * MINUTE_MS;
  return Math.min(border === undefined ? nextMinute : (border ?? view.toMs), view.toMs);
}

/** Flow records of all interfaces of a case; which way one went is told by its interface's own addresses. */
export async function readCaseFlows(read: CaseRead): Promise<CaseFound> {
  const { attribution, flagged, query, edge, view, limit } = read;
  const columns = flowSearchColumns(OUT);
  if (meansNone(query, columns)) return { rows: [], end: null };
  const fromMs = Math.max(view.fromMs, edge.atMs);
  const meant = recordsMeant(query, columns);
  const toMs = meant === null ? await endOfLook(read, fromMs) : view.toMs;
  const at = new Parameters();
  const own = at.add(await ownAddresses(attribution));
  const isOwn = (address: string) => `(${own}::jsonb -> r.interface_no::text) ? host(${address})`;
  const flows = { ...FLOWS, table: tableOf(at, meant, FLOWS.table, attribution.loads) };
  const { rows } = await pool().query<FlowRow & { interfaceNo: number }>(
    `SELECT ${flowColumns(OUT)}, false AS hop, f.interface_no AS "interfaceNo",
            ARRAY[f.source_ip, f.destination_ip, f.packet_source_ip, f.packet_destination_ip] && ${at.add(flagged)}::inet[]
              AS "withIndicator"
       FROM (SELECT r.*, ${sideBy("r", isOwn)} AS side
               FROM ${withHolders(at, query, flows, () => heldInterfaces(attribution))}
              WHERE r.load_id IN (${attribution.loads}) AND NOT r.duplicate AND ${atInterfaces(at, attribution)}
                AND r.start_at >= ${at.add(isoInstant(fromMs))}::timestamptz(3)
                AND r.start_at < ${at.add(isoInstant(toMs))}::timestamptz(3)
                AND ${beyond(at, { direction: "later", edge }, "r", "start_at")}) f
      WHERE ${compileQuery(query, columns, at)}
      ${inOrder({ direction: "later" }, "f", "start_at")} LIMIT ${at.add(limit)}`,
    at.values,
  );
  const keys = new Map(attribution.interfaces.map(({ no, key }) => [no, key]));
  const events = rows.map(({ interfaceNo, ...row }) => ({
    ...toFlowEvent(row),
    instanceId: holderAt(attribution.ledger.interfaceSegments(keys.get(interfaceNo) ?? ""), row.atMs),
  }));
  const scanned = toMs < view.toMs ? { atMs: toMs, fileId: 0, record: 0 } : null;
  return { rows: events, end: endOf(events, limit, scanned) };
}
