import {
  type AskedNameRow,
  attributedQueries,
  inPieces,
  makeAskedNames,
  PLACE,
  stretchesOf,
} from "@/lib/detect/inputs/asked-names";
import type { Asking, DomainLookups, FirewallHit, MissingHour, NewDomains } from "@/lib/detect/inputs/dns.types";
import { onceARun } from "@/lib/detect/inputs/once-a-run";
import { registeredDomain } from "@/lib/detect/inputs/registered-domain";
import { DomainWindows, type NameHour } from "@/lib/detect/names/domain-windows";
import { FirstRecords, type Place, toRef } from "@/lib/detect/names/first-records";
import { missingNames } from "@/lib/detect/names/missing-names";
import { NewDomainList } from "@/lib/detect/names/new-domain-list";
import type { RunContext } from "@/lib/detect/run-context";

const RECORDS = 20;
const TUNNEL_NAMES = 50;
const NXDOMAIN_NAMES = 100;

type PlaceColumns = Pick<AskedNameRow, "at_ms" | "file_place" | "record_no" | "file_id">;

const askingOf = ({ subject, instance_id }: Pick<AskedNameRow, "subject" | "instance_id">): Asking => ({
  subject,
  instanceId: instance_id,
});
const placeOf = ({ at_ms, file_place, record_no, file_id }: PlaceColumns): Place => [
  at_ms,
  file_place,
  record_no,
  file_id,
];

function toHour(row: AskedNameRow): NameHour {
  const { slot_ms, queries, texts, missing, resolved, last_ms } = row;
  return { hourMs: slot_ms, queries, texts, missing, resolved, place: placeOf(row), lastMs: last_ms };
}

/** What each asker asked, name by name: rows of one name and asker together. */
async function* namesOf(context: RunContext) {
  await makeAskedNames(context);
  let [first, hours]: [AskedNameRow | null, NameHour[]] = [null, []];
  for await (const row of inPieces<AskedNameRow>(context, "asked_names")) {
    if (first && (first.name_no !== row.name_no || first.subject !== row.subject)) {
      yield { first, hours };
      [first, hours] = [null, []];
    }
    first ??= row;
    hours.push(toHour(row));
  }
  if (first) yield { first, hours };
}

/** One pass over different names, for all that is known of domains. */
const readDomains = onceARun(async (context: RunContext) => {
  const least = context.parametersOf("dns-tunnel").names ?? TUNNEL_NAMES;
  const all: { lookups: DomainLookups[]; fresh: NewDomains[] } = { lookups: [], fresh: [] };
  let [asking, windows, list]: [Asking | null, DomainWindows, NewDomainList] = [
    null,
    new DomainWindows(),
    new NewDomainList(),
  ];
  const end = () => {
    if (!asking) return;
    for (const row of windows.lookups(asking, least)) all.lookups.push(row);
    const domains = list.domains();
    if (domains.length > 0) all.fresh.push({ asking, domains });
    [windows, list] = [new DomainWindows(), new NewDomainList()];
  };
  for await (const { first, hours } of namesOf(context)) {
    if (asking?.subject !== first.subject) end();
    asking = askingOf(first);
    const found = registeredDomain(first.name);
    if (found !== null) windows.add(found.domain, found.below, hours);
    list.add(first.name, hours);
  }
  end();
  return all;
});

/** Sums of each asker's names under each registered domain, of the day with the most of them. */
export async function readDomainLookups(context: RunContext): Promise<DomainLookups[]> {
  return (await readDomains(context)).lookups;
}

/** Domains whose own label is no word, when each asker first asked about one of their names. */
export async function readNewDomains(context: RunContext): Promise<NewDomains[]> {
  return (await readDomains(context)).fresh;
}

/** A name in an hour in which many do not exist. */
interface MissingRow extends PlaceColumns {
  no: number;
  subject: string;
  instance_id: string | null;
  hour_ms: number;
  name: string;
  missing: boolean;
  last_ms: number;
}

const HOUR = "date_bin('1 hour', at, '2000-01-01Z')";

/**
 * Hours in which an asker was told of as many names that they do not exist as the detector asks for. The sums tell whether there can
 * be one; only then are the queries looked at again, first those without an answer, then all of the hours that are left.
 */
export async function readMissingHours(context: RunContext): Promise<MissingHour[]> {
  const { client } = context;
  const least = Math.floor(context.parametersOf("nxdomain-burst").names ?? NXDOMAIN_NAMES);
  await makeAskedNames(context);
  const slots = `SELECT subject FROM asked_names WHERE denied GROUP BY subject, slot HAVING count(*) >= ${least}`;
  if ((await client.query(`${slots} LIMIT 1`)).rowCount === 0) return [];
  await client.query("DROP TABLE IF EXISTS missing_hours, missing_names");
  const stretches = await stretchesOf(context);
  await client.query(
    `CREATE TEMP TABLE missing_hours AS
     SELECT subject, ${HOUR} AS hour FROM ${attributedQueries(context)} q
      WHERE rcode = 'NXDOMAIN' AND subject IN (${slots}) GROUP BY 1, 2 HAVING count(DISTINCT name_no) >= ${least}`,
    stretches,
  );
  if ((await client.query("SELECT FROM missing_hours LIMIT 1")).rowCount === 0) return [];
  await client.query(
    `CREATE TEMP TABLE missing_names AS
     SELECT row_number() OVER (ORDER BY subject COLLATE "C", hour, name_no)::int AS no, g.*, n.name,
            (extract(epoch FROM hour) * 1000)::float8 AS hour_ms,
            place[1]::float8 AS at_ms, place[2]::int AS file_place, place[3]::int AS record_no, place[4]::int AS file_id
       FROM (SELECT subject, instance_id, name_no, hour, bool_and(rcode = 'NXDOMAIN') AS missing, min(${PLACE}) AS place,
                    (extract(epoch FROM max(at)) * 1000)::float8 AS last_ms
               FROM (SELECT *, ${HOUR} AS hour FROM ${attributedQueries(context)} q) q JOIN missing_hours USING (subject, hour)
              GROUP BY 1, 2, 3, 4) g
       JOIN dns_names n ON n.id = g.name_no`,
    stretches,
  );
  const all: MissingHour[] = [];
  let names: MissingRow[] = [];
  const end = () => {
    const hour = missingHour(names);
    if (hour) all.push(hour);
    names = [];
  };
  for await (const row of inPieces<MissingRow>(context, "missing_names")) {
    const [first] = names;
    if (first && (first.subject !== row.subject || first.hour_ms !== row.hour_ms)) end();
    names.push(row);
  }
  end();
  return all;
}

function missingHour(rows: readonly MissingRow[]): MissingHour | null {
  const missing = missingNames(rows);
  const [first] = rows;
  if (!first || missing.length === 0) return null;
  const records = new FirstRecords();
  for (const row of missing) records.add(placeOf(row));
  return {
    ...{ asking: askingOf(first), hourMs: first.hour_ms, names: missing.length, asked: rows.length },
    firstMs: missing.reduce((least, { at_ms }) => Math.min(least, at_ms), Number.POSITIVE_INFINITY),
    lastMs: missing.reduce((most, { last_ms }) => Math.max(most, last_ms), 0),
    records: records.refs(),
  };
}

/** What the resolver's firewall met; a record without a verdict met no rule. */
export async function readFirewallHits(context: RunContext): Promise<FirewallHit[]> {
  const { client } = context;
  await makeAskedNames(context);
  const any = await client.query("SELECT FROM asked_names WHERE ruled > 0 LIMIT 1");
  if (any.rowCount === 0) return [];
  const { rows } = await client.query<{
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
       FROM ${attributedQueries(context)} q JOIN dns_names n ON n.id = q.name_no
      WHERE q.detail IS NOT NULL AND jsonb_typeof(q.detail->'firewall_rule_action') = 'string'
      GROUP BY 1, 2, 3, 4`,
    await stretchesOf(context),
  );
  return rows.map(({ subject, instance_id, action, domain, queries, first_ms, last_ms, places }) => ({
    ...{ asking: { subject, instanceId: instance_id }, action, domain, queries },
    ...{
      firstMs: first_ms,
      lastMs: last_ms,
      records: places.map((place) => toRef(place.map(Number) as unknown as Place)),
    },
  }));
}
