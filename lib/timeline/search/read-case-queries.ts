import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { placeAt } from "@/lib/timeline/events/event-cursor";
import { type DnsRow, dnsColumns, toDnsEvent } from "@/lib/timeline/events/read-dns-events";
import { endOf, inOrder, Parameters } from "@/lib/timeline/events/source-read";
import type { CaseAttribution } from "@/lib/timeline/instance-scope";
import { type CaseFound, type CaseRead, holderAt } from "@/lib/timeline/search/case-events";
import { compileQuery, meansNone } from "@/lib/timeline/search/compile-query";
import { DNS_SEARCH_COLUMNS } from "@/lib/timeline/search/dns-search-columns";
import { recordsMeant, tableOf } from "@/lib/timeline/search/records-meant";
import { beyondEdgeOf, LATER, stepEnd } from "@/lib/timeline/search/step-end";
import { type HeldThing, withHolders } from "@/lib/timeline/search/with-holders";

const QUERIES = { table: "dns_queries", alias: "d", thing: "asker_no", time: "at" };

function heldAskers({ askers }: CaseAttribution): HeldThing[] {
  return askers.map(({ askerNo, ...held }) => ({ no: askerNo, ...held }));
}

/** Resolver queries of all askers of a case. */
export async function readCaseQueries(read: CaseRead): Promise<CaseFound> {
  const { attribution, flagged, query, limit } = read;
  if (meansNone(query, DNS_SEARCH_COLUMNS)) return { rows: [], end: null };
  const beyondEdge = beyondEdgeOf(read, QUERIES);
  const meant = recordsMeant(query, DNS_SEARCH_COLUMNS);
  const scanned = meant !== null ? null : await stepEnd(beyondEdge, QUERIES);
  const at = new Parameters();
  // Up to the moment that the last one looked at stands in, whole.
  const until = scanned === null ? "true" : `d.at <= ${at.add(isoInstant(scanned.atMs))}::timestamptz(3)`;
  const { rows } = await pool().query<DnsRow & { askerNo: number }>(
    `SELECT ${dnsColumns(`q.resolved_ips && ${at.add(flagged)}::inet[]`)}, q.asker_no AS "askerNo"
       FROM (SELECT d.* FROM ${withHolders(at, query, { ...QUERIES, table: tableOf(at, meant, QUERIES.table, attribution.loads) }, () => heldAskers(attribution))}
              WHERE ${beyondEdge(at)} AND NOT d.duplicate AND ${until} AND ${compileQuery(query, DNS_SEARCH_COLUMNS, at)}
              ${inOrder(LATER, "d", "at")} LIMIT ${at.add(limit)}) q
       JOIN dns_names n ON n.id = q.name_no ${inOrder(LATER, "q", "at")}`,
    at.values,
  );
  const events = rows.map(({ askerNo, ...row }) => ({
    ...toDnsEvent(row),
    instanceId: holderAt(
      attribution.askers.filter((stretch) => stretch.askerNo === askerNo),
      row.atMs,
    ),
  }));
  const end = scanned === null ? null : placeAt(scanned.atMs + 1);
  return { rows: events, end: endOf(events, limit, end) };
}
