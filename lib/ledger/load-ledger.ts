import { isInstanceId } from "@/lib/core/instance-id";
import type { Observation } from "@/lib/core/records";
import { pool } from "@/lib/db/pool";
import { buildLedger } from "@/lib/ledger/build-ledger";
import type { DnsSighting, FlowSighting, Ledger, StoredObservation } from "@/lib/ledger/ledger.types";

interface ObservationRow {
  file_id: number;
  record_no: number;
  event: Observation["event"];
  proof: Observation["proof"];
  at_ms: string;
  body: Partial<Observation>;
}

const NOTHING_SAID = {
  beganAtMs: null,
  accountId: null,
  region: null,
  vpcId: null,
  subnetId: null,
  interfaceId: null,
  instanceId: null,
  natGatewayId: null,
  attachmentId: null,
  deviceIndex: null,
  privateIps: [],
  publicIps: [],
  elasticIps: [],
  power: null,
  allocationId: null,
  associationId: null,
  interfaceType: null,
  description: null,
  roleArn: null,
};

async function readObservations(caseId: string): Promise<StoredObservation[]> {
  const { rows } = await pool().query<ObservationRow>(
    `SELECT file_id, record_no, event, proof, (extract(epoch FROM at) * 1000)::bigint AS at_ms, body
       FROM observations WHERE case_id = $1 ORDER BY id`,
    [caseId],
  );
  const corrected = await readCorrected(caseId);
  const standing = rows.filter(({ file_id, record_no }) => !corrected.has(`${file_id} ${record_no}`));
  return standing.map((row) => ({
    ...NOTHING_SAID,
    ...row.body,
    record: row.record_no,
    event: row.event,
    proof: row.proof,
    atMs: Number(row.at_ms),
    evidence: { fileId: row.file_id, record: row.record_no },
  }));
}

/** Calls that an addendum corrects, by file and record: what they said of who holds what does not stand. */
async function readCorrected(caseId: string): Promise<Set<string>> {
  const loads = (await caseLoadIds(caseId)).map(Number).join(",") || "NULL";
  const { rows } = await pool().query<{ file_id: number; record_no: number }>(
    `SELECT o.file_id, o.record_no
       FROM (SELECT DISTINCT event_id, replaces_event_id FROM api_calls
              WHERE load_id IN (${loads}) AND replaces_event_id IS NOT NULL AND NOT duplicate) r
       JOIN api_calls o ON o.load_id IN (${loads}) AND o.event_id = r.replaces_event_id
      WHERE o.event_id <> r.event_id OR o.replaces_event_id IS NULL`,
  );
  return new Set(rows.map(({ file_id, record_no }) => `${file_id} ${record_no}`));
}

interface SightingRow {
  file_id: number;
  first_record: number;
  context_no: number;
  first_ms: number;
  last_ms: number;
  end_ms: number;
  /** Commas between. */
  own_ips: string;
  common_ips: string;
}

interface ContextRow {
  id: number;
  source: "vpc-flow" | "tgw-flow";
  key: string;
  interface_id: string | null;
  account_id: string | null;
  vpc_id: string | null;
  subnet_id: string | null;
  instance_id: string | null;
  region: string | null;
  az_id: string | null;
  resource_id: string | null;
  interface_type: string | null;
}

async function readFlowContexts(caseId: string): Promise<Map<number, FlowSighting["context"]>> {
  const { rows } = await pool().query<ContextRow>(
    `SELECT c.id, c.source, i.key, i.interface_id, c.account_id, c.vpc_id, c.subnet_id, c.instance_id, c.region, c.az_id,
            c.resource_id, c.interface_type
       FROM flow_contexts c JOIN interfaces i ON i.id = c.interface_no WHERE c.case_id = $1`,
    [caseId],
  );
  const contexts = rows.map((row) => ({
    source: row.source,
    interfaceId: row.interface_id,
    interfaceKey: row.key,
    accountId: row.account_id,
    vpcId: row.vpc_id,
    subnetId: row.subnet_id,
    instanceId: row.instance_id !== null && isInstanceId(row.instance_id) ? row.instance_id : null,
    region: row.region,
    azId: row.az_id,
    resourceId: row.resource_id,
    interfaceType: row.interface_type,
  }));
  return new Map(rows.map(({ id }, at) => [id, contexts[at] as (typeof contexts)[number]]));
}

/** A row a file and context, of which there may be hundreds of thousands: what repeats is read once, beside them. */
export async function readFlowSightings(caseId: string): Promise<FlowSighting[]> {
  const ms = (column: string) => `round(date_part('epoch', ${column}) * 1000)`;
  const { rows } = await pool().query<SightingRow>(
    `SELECT file_id, first_record, context_no, ${ms("first_start")} AS first_ms, ${ms("last_start")} AS last_ms,
            ${ms("last_end")} AS end_ms, array_to_string(own_ips, ',') AS own_ips,
            array_to_string(common_ips, ',') AS common_ips
       FROM flow_sightings WHERE case_id = $1`,
    [caseId],
  );
  // After the sightings, so that each one's is among them.
  const contexts = await readFlowContexts(caseId);
  const lists = new Map<string, string[]>();
  const listOf = (text: string): string[] => {
    const list = lists.get(text) ?? (text === "" ? [] : text.split(","));
    lists.set(text, list);
    return list;
  };
  const sightings: FlowSighting[] = [];
  for (const row of rows) {
    const context = contexts.get(row.context_no);
    if (context === undefined) continue;
    sightings.push({
      evidence: { fileId: row.file_id, record: row.first_record },
      context,
      firstStartMs: row.first_ms,
      lastStartMs: row.last_ms,
      lastEndMs: row.end_ms,
      ownIps: listOf(row.own_ips),
      commonIps: listOf(row.common_ips),
    });
  }
  return sightings;
}

interface AskerRow {
  file_id: number;
  record_no: number;
  instance_id: string;
  account_id: string | null;
  region: string | null;
  vpc_id: string | null;
  source_ip: string | null;
  first_ms: string;
  last_ms: string;
}

async function readAskers(caseId: string): Promise<DnsSighting[]> {
  const { rows } = await pool().query<AskerRow>(
    `SELECT a.instance_id, a.account_id, a.region, a.vpc_id, host(a.source_ip) AS source_ip, first.file_id, first.record_no,
            (extract(epoch FROM head.at) * 1000)::bigint AS first_ms,
            (extract(epoch FROM last.at) * 1000)::bigint AS last_ms
       FROM dns_askers a
       JOIN LATERAL (SELECT at FROM dns_queries q
                      WHERE q.load_id = ANY($2) AND q.asker_no = a.id ORDER BY at LIMIT 1) head ON true
       JOIN LATERAL (SELECT q.file_id, q.record_no FROM dns_queries q JOIN evidence_files e ON e.id = q.file_id
                      WHERE q.load_id = ANY($2) AND q.asker_no = a.id AND q.at = head.at
                      ORDER BY e.sha256, q.record_no LIMIT 1) first ON true
       JOIN LATERAL (SELECT at FROM dns_queries q
                      WHERE q.load_id = ANY($2) AND q.asker_no = a.id ORDER BY at DESC LIMIT 1) last ON true
      WHERE a.case_id = $1 AND a.instance_id IS NOT NULL`,
    [caseId, await caseLoadIds(caseId)],
  );
  return rows.map((row) => ({
    evidence: { fileId: row.file_id, record: row.record_no },
    instanceId: row.instance_id,
    accountId: row.account_id,
    region: row.region,
    vpcId: row.vpc_id,
    sourceIp: row.source_ip,
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
  }));
}

/** Ids of the loads whose rows belong to a case: what bulk tables are partitioned by. */
export async function caseLoadIds(caseId: string): Promise<number[]> {
  const { rows } = await pool().query<{ id: number }>("SELECT id FROM loads WHERE case_id = $1 ORDER BY id", [caseId]);
  return rows.map((row) => row.id);
}

/** Reads what the ledger is built from, unless it was read before, and builds it afresh. */
export async function readLedger(caseId: string, sightings?: Promise<FlowSighting[]>): Promise<Ledger> {
  const [observations, flows, askers] = await Promise.all([
    readObservations(caseId),
    sightings ?? readFlowSightings(caseId),
    readAskers(caseId),
  ]);
  return buildLedger({ observations, flows, askers });
}

const KEPT_LEDGERS = 4;
const ledgers = new Map<string, { revision: number; ledger: Promise<Ledger> }>();

/** The ledger of a case as of its present evidence; built once a revision in this process. */
export async function loadLedger(caseId: string): Promise<Ledger> {
  const { rows } = await pool().query<{ revision: number }>("SELECT revision FROM cases WHERE id = $1", [caseId]);
  const revision = rows[0]?.revision ?? 0;
  const known = ledgers.get(caseId);
  if (known?.revision === revision) return known.ledger;
  const ledger = readLedger(caseId);
  ledgers.delete(caseId);
  ledgers.set(caseId, { revision, ledger });
  ledger.catch(() => ledgers.delete(caseId));
  for (const oldest of ledgers.keys()) {
    if (ledgers.size <= KEPT_LEDGERS) break;
    ledgers.delete(oldest);
  }
  return ledger;
}
