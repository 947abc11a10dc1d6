import { makeAskedNames } from "@/lib/detect/inputs/asked-names";
import type { Contact, UnnamedContact } from "@/lib/detect/inputs/inputs.types";
import { INSIDE_NETWORKS } from "@/lib/detect/inputs/outside-networks";
import { contactsWhere } from "@/lib/detect/inputs/read-contacts";
import type { RunContext } from "@/lib/detect/run-context";
import { readAskerStretches } from "@/lib/investigate/domains";
import { labelAddresses } from "@/lib/reference/label-addresses";

const HOUR = 3_600_000;
/** Connected to by the near side with something back, at the internet: what a name would lead to. */
const CONNECTED = `p.served = 2 AND p.accepted > 0 AND p.packets_out > 0 AND p.packets_in > 0
  AND NOT (p.peer <<= ANY(${INSIDE_NETWORKS}))`;

type Resolver = NonNullable<UnnamedContact["resolver"]>;
interface Counts {
  peers: number;
  named: number;
}

/**
 * Contacts to addresses that no answer in the evidence names, neither to the instance nor to anybody in its VPC, with what is
 * known of the resolver log there. Resolvers' caches hide repeated questions from the log, but not the first one of a network.
 */
export async function readUnnamedContacts(context: RunContext): Promise<UnnamedContact[]> {
  await makeAskedNames(context);
  const counts = await markNamed(context);
  const contacts = await contactsWhere(
    context,
    `${CONNECTED} AND NOT EXISTS (SELECT FROM named_peers n WHERE n.interface_no = p.interface_no AND n.peer = p.peer)`,
  );
  const [hours, asked, labels] = [
    await hoursByVpc(context),
    await queriesByInstance(context),
    await labelAddresses(contacts.map(({ peer }) => peer)),
  ];
  return contacts.map((contact) => ({
    contact,
    listed: (labels.get(contact.peer)?.listed.length ?? 0) > 0,
    resolver: resolverOf(context, contact, hours, asked, counts),
  }));
}

/** Makes `named_peers`, the addresses of each interface that an answer names, and counts them by instance. */
async function markNamed(context: RunContext): Promise<Map<string, Counts>> {
  const { client, caseId, ledger, interfaces } = context;
  const stretches = await readAskerStretches(caseId, ledger);
  const holders = [...interfaces].flatMap(([no, key]) =>
    holdersOf(context, key).map((instanceId) => ({ no, instanceId })),
  );
  const vpcs = holders.map(({ no, instanceId }) => ({ no, vpcId: ledger.facts(instanceId).vpcId }));
  const askers = holders.flatMap(({ no, instanceId }) =>
    stretches.filter((one) => one.instanceId === instanceId).map(({ askerNo }) => ({ no, askerNo })),
  );
  await client.query("DROP TABLE IF EXISTS named_peers, outside_peers");
  await client.query(
    `CREATE TEMP TABLE outside_peers AS SELECT DISTINCT interface_no, peer FROM peer_sums p WHERE ${CONNECTED}`,
  );
  await client.query("ANALYZE outside_peers");
  await client.query(
    `CREATE TEMP TABLE named_peers AS
     SELECT p.interface_no, p.peer FROM outside_peers p
       JOIN unnest($2::int[], $3::text[]) v(interface_no, vpc_id) USING (interface_no)
       JOIN (SELECT DISTINCT vpc_id, address FROM address_names WHERE case_id = $1) n ON n.vpc_id = v.vpc_id AND n.address = p.peer
     UNION
     SELECT p.interface_no, p.peer FROM outside_peers p
       JOIN unnest($4::int[], $5::int[]) a(interface_no, asker_no) USING (interface_no)
       JOIN (SELECT DISTINCT asker_no, address FROM address_names WHERE case_id = $1) n
         ON n.asker_no = a.asker_no AND n.address = p.peer`,
    [
      ...[caseId, vpcs.map(({ no }) => no), vpcs.map(({ vpcId }) => vpcId)],
      ...[askers.map(({ no }) => no), askers.map(({ askerNo }) => askerNo)],
    ],
  );
  await client.query("ANALYZE named_peers");
  const { rows } = await client.query<{ no: number; peers: number; named: number }>(
    `SELECT p.interface_no AS no, count(*)::int AS peers, count(n.peer)::int AS named
       FROM outside_peers p LEFT JOIN named_peers n USING (interface_no, peer) GROUP BY 1`,
  );
  const counts = new Map<string, Counts>();
  for (const { no, peers, named } of rows) {
    for (const instanceId of holdersOf(context, interfaces.get(no) ?? "")) {
      const sum = counts.get(instanceId) ?? { peers: 0, named: 0 };
      counts.set(instanceId, { peers: sum.peers + peers, named: sum.named + named });
    }
  }
  return counts;
}

/** All instances that ever held an interface. */
function holdersOf({ ledger }: RunContext, interfaceKey: string): string[] {
  return [...new Set(ledger.interfaceSegments(interfaceKey).map(({ instanceId }) => instanceId))];
}

/** Hours (epoch ms) of which each VPC's resolver log has questions. */
async function hoursByVpc({ client }: RunContext): Promise<Map<string, Set<number>>> {
  const { rows } = await client.query<{ vpc_id: string; hours: number[] }>(
    `SELECT vpc_id, array_agg(slot_ms + h * ${HOUR}::float8) AS hours
       FROM (SELECT vpc_id, slot_ms, bit_or(hours) AS hours FROM asked_names WHERE vpc_id IS NOT NULL GROUP BY 1, 2) s
      CROSS JOIN generate_series(0, 5) h WHERE hours & (1 << h) <> 0 GROUP BY vpc_id`,
  );
  return new Map(rows.map(({ vpc_id, hours }) => [vpc_id, new Set(hours)]));
}

async function queriesByInstance({ client }: RunContext): Promise<Map<string, number>> {
  const { rows } = await client.query<{ instance_id: string; queries: number }>(
    "SELECT instance_id, sum(queries)::float8 AS queries FROM asked_names WHERE instance_id IS NOT NULL GROUP BY instance_id",
  );
  return new Map(rows.map(({ instance_id, queries }) => [instance_id, queries]));
}

function resolverOf(
  { ledger }: RunContext,
  { near, firstAcceptedMs, firstMs }: Contact,
  hours: ReadonlyMap<string, ReadonlySet<number>>,
  asked: ReadonlyMap<string, number>,
  counts: ReadonlyMap<string, Counts>,
): Resolver | null {
  if (near.instanceId === null) return null;
  const queries = asked.get(near.instanceId) ?? 0;
  const logged = hours.get(ledger.facts(near.instanceId).vpcId ?? "");
  if (queries === 0 || logged === undefined) return null;
  const metMs = firstAcceptedMs ?? firstMs;
  const hour = Math.floor(metMs / HOUR) * HOUR;
  const first = [...logged].reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const { peers, named } = counts.get(near.instanceId) ?? { peers: 0, named: 0 };
  return {
    ...{ hoursBefore: Math.max(0, (metMs - first) / HOUR), covers: logged.has(hour) || logged.has(hour - HOUR) },
    ...{ queries, peers, namedPeers: named },
  };
}
