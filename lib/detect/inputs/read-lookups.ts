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
/** Of names that do not exist, in an hour: fewer are everybody's. */
const LEAST_MISSING = 10;

const askingOf = ({ subject, instance_id }: AskedNameRow): Asking => ({ subject, instanceId: instance_id });
const placeOf = ({ place }: { place: string[] }) => place.map(Number) as unknown as Place;

function toHour(row: AskedNameRow): NameHour {
  const { hour_ms, queries, texts, missing, resolved, last_ms } = row;
  return { hourMs: hour_ms, queries, texts, missing, resolved, place: placeOf(row), lastMs: last_ms };
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

/** Hours in which an asker was told of ten names at least that they do not exist. */
export async function readMissingHours(context: RunContext): Promise<MissingHour[]> {
  const { client } = context;
  await makeAskedNames(context);
  await client.query("DROP TABLE IF EXISTS missing_names");
  await client.query(
    `CREATE TEMP TABLE missing_names AS
     SELECT a.subject, a.instance_id, a.hour_ms, a.name, a.missing, a.place, a.last_ms,
            row_number() OVER (ORDER BY subject COLLATE "C", hour, name_no)::int AS no
       FROM asked_names a JOIN (SELECT subject, hour FROM asked_names WHERE missing
                                 GROUP BY 1, 2 HAVING count(*) >= ${LEAST_MISSING}) h USING (subject, hour)`,
  );
  const all: MissingHour[] = [];
  let names: AskedNameRow[] = [];
  const end = () => {
    const hour = missingHour(names);
    if (hour) all.push(hour);
    names = [];
  };
  for await (const row of inPieces<AskedNameRow>(context, "missing_names")) {
    const [first] = names;
    if (first && (first.subject !== row.subject || first.hour_ms !== row.hour_ms)) end();
    names.push(row);
  }
  end();
  return all;
}

function missingHour(rows: readonly AskedNameRow[]): MissingHour | null {
  const missing = missingNames(rows);
  const [first] = rows;
  if (!first || missing.length < LEAST_MISSING) return null;
  const records = new FirstRecords();
  for (const row of missing) records.add(placeOf(row));
  return {
    ...{ asking: askingOf(first), hourMs: first.hour_ms, names: missing.length, asked: rows.length },
    firstMs: Math.min(...missing.map((row) => placeOf(row)[0])),
    lastMs: Math.max(...missing.map(({ last_ms }) => last_ms)),
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
    ...{ firstMs: first_ms, lastMs: last_ms, records: places.map((place) => toRef(placeOf({ place }))) },
  }));
}
