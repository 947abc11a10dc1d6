import type { Asking, DomainLookups, FirewallHit, MissingHour } from "@/lib/detect/inputs/dns.types";
import { filePlaces } from "@/lib/detect/inputs/file-places";
import { entropyOf, registeredDomain } from "@/lib/detect/inputs/registered-domain";
import type { RunContext } from "@/lib/detect/run-context";
import { readAskerStretches } from "@/lib/investigate/domains";
import { isoInstantOrNull } from "@/lib/investigate/iso-instant";

const RECORDS = 20;
const FETCH_ROWS = 20_000;

/** Names that a resolver's search list makes of others, and reverse lookups: that they do not exist says nothing. */
const MADE_BY_MACHINES =
  "(^|\\.)(in-addr\\.arpa|ip6\\.arpa|cluster\\.local|svc|local|localdomain|internal|intranet|lan|home|corp|home\\.arpa)$";

/** Each query with who asked it; needs the stretches as parameters 1 to 4, and the case. */
function attributed({ loads }: RunContext): string {
  return `(SELECT coalesce(s.instance_id, host(a.source_ip), a.key) AS subject, s.instance_id, e.place AS file_place, q.*
             FROM dns_queries q JOIN dns_askers a ON a.id = q.asker_no JOIN ${filePlaces("$5")} e ON e.id = q.file_id
             LEFT JOIN unnest($1::int[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS s(asker_no, instance_id, from_at, to_at)
               ON s.asker_no = q.asker_no AND (s.from_at IS NULL OR q.at >= s.from_at) AND (s.to_at IS NULL OR q.at < s.to_at)
            WHERE q.load_id IN (${loads.map(Number).join(",") || "NULL"}) AND NOT q.duplicate)`;
}

async function stretchesOf({ caseId, ledger }: RunContext): Promise<unknown[]> {
  const stretches = await readAskerStretches(caseId, ledger);
  return [
    ...[stretches.map(({ askerNo }) => askerNo), stretches.map(({ instanceId }) => instanceId)],
    stretches.map(({ fromMs }) => isoInstantOrNull(fromMs)),
    stretches.map(({ toMs }) => isoInstantOrNull(toMs)),
    caseId,
  ];
}

/** Time, place of the file, number and file of a record as one value that has a least one. */
const PLACE = "ARRAY[(extract(epoch FROM at) * 1000)::bigint, file_place, record_no, file_id]";

interface NameRow {
  subject: string;
  instance_id: string | null;
  name: string;
  queries: number;
  texts: number;
  missing: boolean;
  resolved: boolean;
  place: string[];
  last_ms: number;
}

/** Sums of each asker's names under each registered domain: one scan of the queries, then a pass over different names. */
export async function readDomainLookups(context: RunContext): Promise<DomainLookups[]> {
  const { client } = context;
  await client.query("DROP TABLE IF EXISTS asked_names");
  await client.query(
    `CREATE TEMP TABLE asked_names AS
     SELECT row_number() OVER ()::int AS no, g.*, n.name FROM (
       SELECT subject, instance_id, name_no, count(*)::int AS queries, (count(*) FILTER (WHERE type IN ('TXT', 'NULL')))::int AS texts,
              bool_and(rcode = 'NXDOMAIN') AS missing, bool_or(cardinality(resolved_ips) > 0) AS resolved,
              min(${PLACE}) AS place, (extract(epoch FROM max(at)) * 1000)::float8 AS last_ms
         FROM ${attributed(context)} q GROUP BY 1, 2, 3) g JOIN dns_names n ON n.id = g.name_no`,
    await stretchesOf(context),
  );
  // Its rows lie in the order of their numbers: each piece is found without reading the others.
  await client.query("CREATE INDEX ON asked_names USING brin (no)");
  const sums = new Map<string, Sum>();
  for (let from = 0; ; from += FETCH_ROWS) {
    const { rows } = await client.query<NameRow>("SELECT * FROM asked_names WHERE no > $1 AND no <= $2", [
      from,
      from + FETCH_ROWS,
    ]);
    for (const row of rows) addName(sums, row);
    if (rows.length < FETCH_ROWS) break;
  }
  return [...sums.values()].map(({ lengths, entropies, places, ...sum }) => ({
    ...sum,
    ...{ meanLength: lengths / sum.names, meanEntropy: entropies / sum.names },
    records: places.sort(comparePlaces).slice(0, RECORDS).map(toRef),
  }));
}

type Sum = Omit<DomainLookups, "meanLength" | "meanEntropy" | "records"> & {
  lengths: number;
  entropies: number;
  places: number[][];
};

function addName(sums: Map<string, Sum>, row: NameRow): void {
  const found = registeredDomain(row.name);
  if (found === null) return;
  const key = `${row.subject} ${found.domain}`;
  const place = row.place.map(Number);
  const atMs = place[0] ?? 0;
  let sum = sums.get(key);
  if (!sum) {
    const asking: Asking = { subject: row.subject, instanceId: row.instance_id };
    const none = { names: 0, once: 0, missing: 0, resolved: 0, queries: 0, texts: 0, lengths: 0, entropies: 0 };
    sum = { asking, domain: found.domain, ...none, firstMs: atMs, lastMs: atMs, places: [] };
    sums.set(key, sum);
  }
  sum.names += 1;
  sum.once += row.queries === 1 ? 1 : 0;
  sum.missing += row.missing ? 1 : 0;
  sum.resolved += row.resolved ? 1 : 0;
  sum.queries += row.queries;
  sum.texts += row.texts;
  sum.lengths += found.below.length;
  sum.entropies += entropyOf(found.below.replaceAll(".", ""));
  sum.firstMs = Math.min(sum.firstMs, atMs);
  sum.lastMs = Math.max(sum.lastMs, row.last_ms);
  sum.places.push(place);
  // Only the first ones are shown: a tunnel has a million.
  if (sum.places.length > RECORDS * 20) sum.places = sum.places.sort(comparePlaces).slice(0, RECORDS);
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0);
}

const toRef = ([, , record = 0, fileId = 0]: readonly (number | string)[]) => ({
  fileId: Number(fileId),
  record: Number(record),
});

/** Hours in which an asker was told of many names that they do not exist. */
export async function readMissingHours(context: RunContext): Promise<MissingHour[]> {
  const { rows } = await context.client.query<{
    subject: string;
    instance_id: string | null;
    hour_ms: number;
    names: number;
    asked: number;
    first: string[];
    last_ms: number;
    places: string[][];
  }>(
    `SELECT subject, instance_id, (extract(epoch FROM hour) * 1000)::float8 AS hour_ms, min(place) FILTER (WHERE gone) AS first,
            (count(*) FILTER (WHERE gone))::int AS names, count(*)::int AS asked, max(last_ms) FILTER (WHERE gone) AS last_ms,
            (array_agg(place ORDER BY place) FILTER (WHERE gone))[1:${RECORDS}] AS places
       FROM (SELECT subject, instance_id, date_bin('1 hour', at, '2000-01-01Z') AS hour, n.name,
                    bool_and(rcode = 'NXDOMAIN') AND n.name !~ '${MADE_BY_MACHINES}' AS gone, min(${PLACE}) AS place,
                    (extract(epoch FROM max(at)) * 1000)::float8 AS last_ms
               FROM ${attributed(context)} q JOIN dns_names n ON n.id = q.name_no GROUP BY 1, 2, 3, 4) names
      GROUP BY subject, instance_id, hour HAVING count(*) FILTER (WHERE gone) >= 10`,
    await stretchesOf(context),
  );
  return rows.map(({ subject, instance_id, hour_ms, names, asked, first, last_ms, places }) => ({
    ...{ asking: { subject, instanceId: instance_id }, hourMs: hour_ms, names, asked },
    ...{ firstMs: Number(first[0]), lastMs: last_ms, records: places.map(toRef) },
  }));
}

/** What the resolver's firewall met; a record without a verdict met no rule. */
export async function readFirewallHits(context: RunContext): Promise<FirewallHit[]> {
  const { rows } = await context.client.query<{
    subject: string;
    instance_id: string | null;
    action: string;
    domain: string;
    queries: number;
    first_ms: number;
    last_ms: number;
    places: string[][];
  }>(
    `SELECT subject, instance_id, upper(left(q.detail->>'firewall_rule_action', 20)) AS action, n.name AS domain, count(*)::int AS queries,
            (extract(epoch FROM min(at)) * 1000)::float8 AS first_ms, (extract(epoch FROM max(at)) * 1000)::float8 AS last_ms,
            (array_agg(${PLACE} ORDER BY at, file_place, record_no))[1:${RECORDS}] AS places
       FROM ${attributed(context)} q JOIN dns_names n ON n.id = q.name_no
      WHERE q.detail IS NOT NULL AND jsonb_typeof(q.detail->'firewall_rule_action') = 'string'
      GROUP BY 1, 2, 3, 4`,
    await stretchesOf(context),
  );
  return rows.map(({ subject, instance_id, action, domain, queries, first_ms, last_ms, places }) => ({
    ...{ asking: { subject, instanceId: instance_id }, action, domain, queries },
    ...{ firstMs: first_ms, lastMs: last_ms, records: places.map(toRef) },
  }));
}
