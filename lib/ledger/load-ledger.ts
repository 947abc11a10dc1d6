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
  return rows.map((row) => ({
    ...NOTHING_SAID,
    ...row.body,
    record: row.record_no,
    event: row.event,
    proof: row.proof,
    atMs: Number(row.at_ms),
    evidence: { fileId: row.file_id, record: row.record_no },
  }));
}

interface SightingRow {
  file_id: number;
  first_record: number;
  first_ms: string;
  last_ms: string;
  end_ms: string;
  own_ips: string[];
  common_ips: string[];
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

async function readFlowSightings(caseId: string): Promise<FlowSighting[]> {
  const { rows } = await pool().query<SightingRow>(
    `SELECT s.file_id, s.first_record,
            (extract(epoch FROM s.first_start) * 1000)::bigint AS first_ms,
            (extract(epoch FROM s.last_start) * 1000)::bigint AS last_ms,
            (extract(epoch FROM s.last_end) * 1000)::bigint AS end_ms,
            ARRAY(SELECT host(ip) FROM unnest(s.own_ips) ip) AS own_ips,
            ARRAY(SELECT host(ip) FROM unnest(s.common_ips) ip) AS common_ips,
            c.source, i.key, i.interface_id, c.account_id, c.vpc_id, c.subnet_id, c.instance_id, c.region, c.az_id,
            c.resource_id, c.interface_type
       FROM flow_sightings s
       JOIN flow_contexts c ON c.id = s.context_no
       JOIN interfaces i ON i.id = c.interface_no
      WHERE s.case_id = $1`,
    [caseId],
  );
  return rows.map((row) => ({
    evidence: { fileId: row.file_id, record: row.first_record },
    context: {
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
    },
    firstStartMs: Number(row.first_ms),
    lastStartMs: Number(row.last_ms),
    lastEndMs: Number(row.end_ms),
    ownIps: row.own_ips,
    commonIps: row.common_ips,
  }));
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
            (extract(epoch FROM first.at) * 1000)::bigint AS first_ms,
            (extract(epoch FROM last.at) * 1000)::bigint AS last_ms
       FROM dns_askers a
       JOIN LATERAL (SELECT at, file_id, record_no FROM dns_queries q
                      WHERE q.load_id = ANY($2) AND q.asker_no = a.id ORDER BY at LIMIT 1) first ON true
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

/** Reads what the ledger is built from and builds it afresh. */
export async function readLedger(caseId: string): Promise<Ledger> {
  const [observations, flows, askers] = await Promise.all([
    readObservations(caseId),
    readFlowSightings(caseId),
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
