import type { PoolClient } from "pg";
import { createCase } from "@/lib/cases/create-case";
import { pool, withTransaction } from "@/lib/db/pool";
import { createLoadTables } from "@/lib/ingest/load-tables";
import { attachTables } from "@/lib/ingest/seal/attach-tables";
import { rebuildAddressNames } from "@/lib/ingest/seal/rebuild-address-names";
import { rebuildFlowMinutes } from "@/lib/ingest/seal/rebuild-flow-minutes";
import { rebuildLedger } from "@/lib/ledger/rebuild-ledger";
import { rebuildSessions } from "@/lib/ledger/rebuild-sessions";

export const INDICATOR = "198.51.100.77";
export const INSTANCE = "i-0f25db4d88c29fa4e";
export const OTHER_INSTANCE = "i-0a11aa22bb33cc44d";
export const T0 = Date.UTC(2026, 1, 16, 22, 0);
const IP = "10.0.1.10";
const MINUTES = 180;

interface Numbers {
  interfaceNo: number;
  contextNo: number;
}

/** A generator of numbers below one that gives the same ones each time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

async function one(client: PoolClient, sql: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ id: number }>(sql, values);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("nothing was inserted");
  return id;
}

async function addFile(
  client: PoolClient,
  caseId: string,
  loadId: number,
  kind: string,
  name: string,
): Promise<number> {
  const id = await one(
    client,
    `INSERT INTO evidence_files (case_id, load_id, sha256, size, kind, records)
     VALUES ($1, $2, encode(sha256($3::bytea), 'hex'), 100, $4, 1) RETURNING id`,
    [caseId, loadId, name, kind],
  );
  await client.query("INSERT INTO evidence_names (file_id, name) VALUES ($1, $2)", [id, name]);
  return id;
}

async function addInterface(client: PoolClient, caseId: string, key: string, instanceId: string): Promise<Numbers> {
  const interfaceNo = await one(
    client,
    "INSERT INTO interfaces (case_id, key, interface_id) VALUES ($1, $2, $2) RETURNING id",
    [caseId, key],
  );
  const contextNo = await one(
    client,
    `INSERT INTO flow_contexts (case_id, interface_no, key, source, log_key, account_id, vpc_id, subnet_id, instance_id, region)
     VALUES ($1, $2, $3, 'vpc-flow', 'fl-1', '123456789012', 'vpc-1', 'subnet-1', $4, 'eu-west-1') RETURNING id`,
    [caseId, interfaceNo, key, instanceId],
  );
  return { interfaceNo, contextNo };
}

/** Flow records of three hours, some with the indicator, some refused, some duplicates, many in the same second. */
async function addFlows(client: PoolClient, caseId: string, loadId: number): Promise<void> {
  const fileId = await addFile(client, caseId, loadId, "vpc-flow", "flow/web.log");
  const random = sequence(7);
  const own = await addInterface(client, caseId, "eni-1", INSTANCE);
  const other = await addInterface(client, caseId, "eni-2", OTHER_INSTANCE);
  let record = 0;
  const rows: unknown[][] = [];
  const add = (
    at: Numbers,
    near: string,
    peer: string,
    out: boolean,
    startMs: number,
    action: number,
    duplicate = false,
  ) =>
    rows.push([
      ...[new Date(startMs).toISOString(), new Date(startMs + 50_000).toISOString(), Math.floor(random() * 90_000)],
      ...[3, loadId, fileId, ++record, at.interfaceNo, at.contextNo, out ? 40_000 : 443, out ? 443 : 40_000, 6, action],
      ...[out ? 2 : 1, out ? near : peer, out ? peer : near, duplicate],
    ]);
  for (let minute = 0; minute < MINUTES; minute++) {
    const at = T0 + minute * 60_000;
    for (let n = 0; n < 3; n++) {
      const startMs = at + Math.floor(random() * 6) * 10_000;
      const peer = `203.0.113.${n + 1}`;
      add(own, IP, peer, true, startMs, 1);
      add(own, IP, peer, false, startMs, 1);
      add(other, "10.0.1.11", peer, true, startMs, 1);
    }
    if (minute % 4 === 1) add(own, IP, INDICATOR, minute % 8 === 1, at + 5_000, 1);
    if (minute % 10 === 3) add(own, IP, INDICATOR, true, at + 5_000, 2);
    if (minute % 9 === 0) add(own, IP, INDICATOR, true, at + 5_000, 1, true);
  }
  await client.query(
    `INSERT INTO flow_records_l${Number(loadId)}
       (start_at, end_at, bytes, packets, load_id, file_id, record_no, interface_no, context_no, source_port,
        destination_port, protocol, action, direction, source_ip, destination_ip, duplicate, shape)
     SELECT (r->>0)::timestamptz, (r->>1)::timestamptz, (r->>2)::bigint, (r->>3)::bigint, (r->>4)::int, (r->>5)::int,
            (r->>6)::int, (r->>7)::int, (r->>8)::int, (r->>9)::int, (r->>10)::int, (r->>11)::smallint,
            (r->>12)::smallint, (r->>13)::smallint, (r->>14)::inet, (r->>15)::inet, (r->>16)::boolean, 0
       FROM jsonb_array_elements($1::jsonb) r`,
    [JSON.stringify(rows)],
  );
  for (const { contextNo } of [own, other]) {
    await client.query(
      `INSERT INTO flow_sightings (case_id, file_id, context_no, first_start, last_start, last_end, records, first_record, own_ips, common_ips)
       SELECT $1, $2, $3, min(start_at), max(start_at), max(end_at), count(*), min(record_no), $4::inet[], $4::inet[]
         FROM flow_records_l${Number(loadId)} WHERE context_no = $3`,
      [caseId, fileId, contextNo, [contextNo === own.contextNo ? IP : "10.0.1.11"]],
    );
  }
}

async function addQueries(client: PoolClient, caseId: string, loadId: number): Promise<void> {
  const fileId = await addFile(client, caseId, loadId, "dns", "dns/resolver.log");
  const asker = (instanceId: string | null, key: string) =>
    one(
      client,
      `INSERT INTO dns_askers (case_id, key, account_id, region, vpc_id, source_ip, instance_id)
       VALUES ($1, $2, '123456789012', 'eu-west-1', 'vpc-1', $3, $4) RETURNING id`,
      [caseId, key, IP, instanceId],
    );
  const name = (text: string) =>
    one(client, "INSERT INTO dns_names (case_id, name) VALUES ($1, $2) RETURNING id", [caseId, text]);
  const [named, unnamed] = [await asker(INSTANCE, "named"), await asker(null, "unnamed")];
  const [bad, good] = [await name("cdn.example"), await name("<b>api.example</b>")];
  await client.query(
    `INSERT INTO dns_queries_l${Number(loadId)}
       (load_id, file_id, record_no, at, asker_no, name_no, type, rcode, answers, resolved_ips, record_hash, duplicate)
     SELECT $1, $2, n, $3::timestamptz + n * interval '97 seconds', CASE WHEN n % 2 = 0 THEN $4 ELSE $5 END::int,
            CASE WHEN n % 20 = 0 THEN $6 ELSE $7 END::int, 'A', 'NOERROR',
            jsonb_build_array(jsonb_build_object('type', 'A', 'data', CASE WHEN n % 20 = 0 THEN $8 ELSE '203.0.113.1' END)),
            ARRAY[CASE WHEN n % 20 = 0 THEN $8 ELSE '203.0.113.1' END]::inet[], decode(md5(n::text), 'hex'), n % 30 = 7
       FROM generate_series(1, 100) n`,
    [loadId, fileId, new Date(T0).toISOString(), named, unnamed, bad, good, INDICATOR],
  );
}

async function addCalls(client: PoolClient, caseId: string, loadId: number): Promise<void> {
  const fileId = await addFile(client, caseId, loadId, "cloudtrail", "trail/one.json");
  const principal = (key: string, delivery: string | null, sessionName: string, accessKeyId: string) =>
    one(
      client,
      `INSERT INTO principals (case_id, key, type, principal_id, arn, account_id, session_name, role_arn, access_key_id, ec2_role_delivery)
       VALUES ($1, $2, 'AssumedRole', $3, $4, '123456789012', $5, 'arn:aws:iam::123456789012:role/web', $6, $7) RETURNING id`,
      [
        ...[caseId, key, `AROAEXAMPLE:${sessionName}`, `arn:aws:sts::123456789012:assumed-role/web/${sessionName}`],
        ...[sessionName, accessKeyId, delivery],
      ],
    );
  const own = await principal("own", "2.0", INSTANCE, "ASIAEXAMPLEOWN");
  const next = await principal("next", null, "deploy", "ASIAEXAMPLENEXT");
  await client.query(
    `INSERT INTO api_calls_l${Number(loadId)}
       (load_id, file_id, record_no, at, category, event_id, event_source, event_name, region, account_id, principal_no,
        source, source_ip, error_code, read_only, issued_key_id, issued_arn, field_hashes, duplicate, repeat)
     SELECT $1, $2, n, $3::timestamptz + n * interval '61 seconds', CASE WHEN n = 50 THEN 'insight' ELSE 'management' END,
            'event-' || n, 'sts.amazonaws.com', CASE WHEN n = 10 THEN 'AssumeRole' ELSE 'GetCallerIdentity' END, 'eu-west-1',
            '123456789012', CASE WHEN n > 10 AND n % 7 = 0 THEN $5 ELSE $4 END::int,
            CASE WHEN n % 5 = 0 THEN $6 ELSE '203.0.113.9' END,
            CASE WHEN n % 5 = 0 THEN $6 ELSE '203.0.113.9' END::inet, CASE WHEN n % 6 = 0 THEN 'AccessDenied' END, true,
            CASE WHEN n = 10 THEN 'ASIAEXAMPLENEXT' END,
            CASE WHEN n = 10 THEN 'arn:aws:sts::123456789012:assumed-role/web/deploy' END, '{}', n = 60, n = 70
       FROM generate_series(1, 90) n`,
    [loadId, fileId, new Date(T0).toISOString(), own, next, INDICATOR],
  );
}

/** A case of one sealed load with flow records, queries and calls of one instance that met the indicator. */
export async function makeTestCase(): Promise<string> {
  const { id: caseId } = await createCase({ title: "Timeline" });
  const { rows } = await pool().query<{ id: number }>(
    "INSERT INTO loads (case_id, state) VALUES ($1, 'done') RETURNING id",
    [caseId],
  );
  const loadId = Number(rows[0]?.id);
  await withTransaction(async (client) => {
    await createLoadTables(client, loadId);
    await addFlows(client, caseId, loadId);
    await addQueries(client, caseId, loadId);
    await addCalls(client, caseId, loadId);
    await client.query("UPDATE loads SET finished_at = now() WHERE id = $1", [loadId]);
    await client.query("INSERT INTO indicators (case_id, kind, value) VALUES ($1, 'address', $2)", [caseId, INDICATOR]);
    await client.query("UPDATE cases SET revision = revision + 1 WHERE id = $1", [caseId]);
  });
  await attachTables(loadId);
  await rebuildAddressNames(caseId, loadId);
  const ledger = await rebuildLedger(caseId);
  await rebuildSessions(caseId, ledger);
  await rebuildFlowMinutes(caseId, loadId, ledger);
  return caseId;
}
