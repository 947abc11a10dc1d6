import {
  type AskedNameRow,
  askingOf,
  attributedQueries,
  inPieces,
  makeAskedNames,
  PLACE,
  PLACE_COLUMNS,
  placeOf,
  stretchesOf,
} from "@/lib/detect/inputs/asked-names";
import type { Asking, DomainLookups, FirewallHit, NewDomains } from "@/lib/detect/inputs/dns.types";
import { onceARun } from "@/lib/detect/inputs/once-a-run";
import { domainsOf } from "@/lib/detect/inputs/registered-domain";
import { DomainWindows, type NameHour } from "@/lib/detect/names/domain-windows";
import { type Place, toRef } from "@/lib/detect/names/first-records";
import { NewDomainList } from "@/lib/detect/names/new-domain-list";
import type { RunContext } from "@/lib/detect/run-context";

const RECORDS = 20;
const TUNNEL_NAMES = 50;
const NEW_DOMAINS = { strangeness: 4.6, domains: 10 };

const ASKED_COLUMNS = `subject, instance_id, name_no, name, slot_ms, queries, texts, missing, resolved, last_ms, ${PLACE_COLUMNS}`;

type NameRow = Omit<AskedNameRow, "hours" | "ruled">;

function toHour(row: NameRow): NameHour {
  const { slot_ms, queries, texts, missing, resolved, last_ms } = row;
  return { hourMs: slot_ms, queries, texts, missing, resolved, place: placeOf(row), lastMs: last_ms };
}

/** What each asker asked, name by name: rows of one name and asker together. */
async function* namesOf(context: RunContext) {
  await makeAskedNames(context);
  let [first, hours]: [NameRow | null, NameHour[]] = [null, []];
  for await (const row of inPieces<NameRow>(context, "asked_names", ASKED_COLUMNS)) {
    if (first && (first.name_no !== row.name_no || first.subject !== row.subject)) {
      yield { first, hours };
      [first, hours] = [null, []];
    }
    first ??= row;
    hours.push(toHour(row));
  }
  if (first) yield { first, hours };
}

/**
 * One pass over different names, for all that is known of domains. Names come in the order of their domains, so that those of one
 * that a registry gave are in memory at a time.
 */
const readDomains = onceARun(async (context: RunContext) => {
  const least = context.parametersOf("dns-tunnel").names ?? TUNNEL_NAMES;
  const limits = { ...NEW_DOMAINS, ...context.parametersOf("generated-names") };
  const all: { lookups: DomainLookups[]; fresh: NewDomains[] } = { lookups: [], fresh: [] };
  let [asking, registry]: [Asking | null, string | null] = [null, null];
  let [windows, list] = [new DomainWindows(least), new NewDomainList(limits)];
  const endDomain = () => {
    if (asking) for (const row of windows.lookups(asking)) all.lookups.push(row);
    windows.clear();
  };
  const endAsker = () => {
    endDomain();
    const fresh = asking && list.summary(asking);
    if (fresh) all.fresh.push(fresh);
    list = new NewDomainList(limits);
  };
  for await (const { first, hours } of namesOf(context)) {
    if (asking?.subject !== first.subject) endAsker();
    const of = domainsOf(first.name);
    if (of.registry !== registry) endDomain();
    [asking, registry] = [askingOf(first), of.registry];
    if (of.registered !== null) windows.add(of.registered.domain, of.registered.below, hours);
    if (registry !== null) list.add(registry, hours);
  }
  endAsker();
  return all;
});

/** Sums of each asker's names under each registered domain, of the day with the most of them. */
export async function readDomainLookups(context: RunContext): Promise<DomainLookups[]> {
  return (await readDomains(context)).lookups;
}

/** Hours in which each asker first asked about many domains whose own label is no word. */
export async function readNewDomains(context: RunContext): Promise<NewDomains[]> {
  return (await readDomains(context)).fresh;
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
