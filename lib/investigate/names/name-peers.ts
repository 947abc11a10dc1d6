import { KeptAnswers } from "@/lib/core/kept-answers";
import { askOften } from "@/lib/db/ask-often";
import { pool } from "@/lib/db/pool";
import type { AskerStretch } from "@/lib/investigate/asker-stretches";
import { isoInstant, isoInstantOrNull } from "@/lib/investigate/iso-instant";
import { FLOW_SECOND_MS, type PeerAt, type PeerName } from "@/lib/investigate/names/peer-name";

/** Whose answers are asked: those of the instance by its askers, and those of its VPCs. */
export interface Resolving {
  caseId: string;
  /** Of the evidence, where the request read it. */
  revision?: number;
  askers: readonly AskerStretch[];
  vpcIds: readonly string[];
}

interface NameRow {
  own_name: string | null;
  own_ms: number | null;
  vpc_name: string | null;
  vpc_ms: number | null;
}

const NAME = `(SELECT d.name FROM dns_names d WHERE d.id = r.name_no) COLLATE "C"`;
const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;

/**
 * SQL for the nearest answer at or before `bound` among rows that fit: its name and moment. A day's moments stand in order
 * in one row, so that two looks at an index find it: on the day itself, and on the last one before.
 */
function nearest(bound: string, fits: string): string {
  const day = `date_bin('1 day', ${bound}, '2000-01-01Z')`;
  const rows = `address_names r WHERE r.case_id = $1 AND r.address = a.address AND ${fits}`;
  return `
    SELECT n.name, n.at FROM (
      (SELECT ${NAME} AS name, r.times[width_bucket(${bound}, r.times)] AS at FROM ${rows}
          AND r.day = ${day} AND r.times[1] <= ${bound}
        ORDER BY 2 DESC, 1 LIMIT 1)
      UNION ALL
      (SELECT ${NAME} AS name, r.last_at FROM ${rows} AND r.day < ${day} ORDER BY r.day DESC, r.last_at DESC, 1 LIMIT 1)
    ) n ORDER BY n.at DESC, n.name LIMIT 1`;
}

const OWN = `
  SELECT c.name, c.at FROM unnest($4::int[], $5::timestamptz[], $6::timestamptz[]) s(asker_no, from_at, to_at)
   CROSS JOIN LATERAL (${nearest("least(a.at, s.to_at - interval '1 millisecond')", "r.asker_no = s.asker_no")}) c
   WHERE s.from_at IS NULL OR c.at >= s.from_at ORDER BY c.at DESC, c.name LIMIT 1`;
const VPC = `
  SELECT c.name, c.at FROM unnest($7::text[]) v(vpc_id)
   CROSS JOIN LATERAL (${nearest("a.at", "r.vpc_id = v.vpc_id")}) c ORDER BY c.at DESC, c.name LIMIT 1`;

/** What each far end was called when its flow began, in the order asked. */
export async function namePeers(of: Resolving, peers: readonly PeerAt[]): Promise<PeerName[]> {
  if (peers.length === 0) return [];
  if (!(await hasQueries(of))) return peers.map(() => ({ grade: "unknown" }));
  const { rows } = await pool().query<NameRow>(
    `SELECT own.name AS own_name, ${MS("own.at")} AS own_ms, vpc.name AS vpc_name, ${MS("vpc.at")} AS vpc_ms
       FROM unnest($2::inet[], $3::timestamptz[]) WITH ORDINALITY AS a(address, at, no)
       LEFT JOIN LATERAL (${OWN}) own ON true
       LEFT JOIN LATERAL (${VPC}) vpc ON own.name IS NULL
      ORDER BY a.no`,
    [
      ...[of.caseId, peers.map(({ ip }) => ip), peers.map(({ atMs }) => isoInstant(atMs + FLOW_SECOND_MS))],
      of.askers.map(({ askerNo }) => askerNo),
      ...[of.askers.map(({ fromMs }) => isoInstantOrNull(fromMs)), of.askers.map(({ toMs }) => isoInstantOrNull(toMs))],
      of.vpcIds,
    ],
  );
  return rows.map(toName);
}

function toName({ own_name, own_ms, vpc_name, vpc_ms }: NameRow): PeerName {
  if (own_name !== null && own_ms !== null) return { grade: "instance", name: own_name, answeredMs: own_ms };
  if (vpc_name !== null && vpc_ms !== null) return { grade: "vpc", name: vpc_name, answeredMs: vpc_ms };
  return { grade: "never" };
}

const KEPT = 256;
const asking = new KeptAnswers<boolean>(KEPT);

/** Whether anyone's lookups could name a peer; asked once a revision where one is known. */
async function hasQueries({ caseId, revision, askers, vpcIds }: Resolving): Promise<boolean> {
  if (askers.length > 0) return true;
  const ask = async () => {
    const { rowCount } = await askOften("SELECT FROM dns_askers WHERE case_id = $1 AND vpc_id = ANY($2) LIMIT 1", [
      ...[caseId, vpcIds],
    ]);
    return rowCount !== 0;
  };
  return revision === undefined ? ask() : asking.get(JSON.stringify([caseId, revision, vpcIds]), ask);
}
