import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { FLOW_SUMS } from "@/lib/core/flow-sums";
import { pool, withTransaction } from "@/lib/db/pool";
import { TableWriter } from "@/lib/ingest/copy/table-writer";
import { lockSealingInTransaction } from "@/lib/ingest/load-lock";
import type { SummedInterface } from "@/lib/ingest/sums/flow-summer";
import { keepSums } from "@/lib/ingest/sums/keep-sums";
import { listScans } from "@/lib/ingest/sums/list-scans";
import type { FlowScan } from "@/lib/ingest/sums/scan-flows";
import { sumHere } from "@/lib/ingest/sums/sum-here";
import { sumInThreads } from "@/lib/ingest/sums/sum-in-threads";
import { columnsOf, SUM_TABLES, type SumTable } from "@/lib/ingest/sums/sum-tables";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { ownAddresses } from "@/lib/ledger/own-addresses";

const MAX_THREADS = 4;
/** Below this a thread takes longer to begin than to read. */
const LEAST_BLOCKS = 2048;

/**
 * Sums up a case's flow records in one scan, unless that was done since its last load: by far address and service, refused tries by
 * minute, and the moments of what was sent outside.
 */
export async function makeCaseSums(caseId: string, ledger: Ledger): Promise<void> {
  const { rows } = await pool().query<{ flow_sums: number }>("SELECT flow_sums FROM cases WHERE id = $1", [caseId]);
  if (rows[0]?.flow_sums === FLOW_SUMS) return;
  await withTransaction(async (client) => {
    await lockSealingInTransaction(client, caseId);
    await rebuild(client, caseId, ledger);
    await client.query("UPDATE cases SET flow_sums = $2 WHERE id = $1", [caseId, FLOW_SUMS]);
  });
}

async function rebuild(client: pg.ClientBase, caseId: string, ledger: Ledger): Promise<void> {
  const summed = await readInterfaces(client, caseId, ledger);
  const interfaces = summed.map(({ interfaceNo }) => interfaceNo);
  const { scans, blocks } = await listScans(client, caseId, interfaces);
  await client.query("SET LOCAL work_mem = '96MB'");
  const writer = new TableWriter(client);
  for (const table of Object.keys(SUM_TABLES) as SumTable[]) {
    writer.declareBinary(SUM_TABLES[table].name, columnsOf(table));
  }
  const tables = Object.values(SUM_TABLES);
  await client.query(
    tables.map(({ name, columns }) => `CREATE TEMP TABLE ${name} (${columns}) ON COMMIT DROP`).join("; "),
  );
  const kept = new Set<SumTable>();
  let writing: Promise<void> = Promise.resolve();
  const keep = (table: SumTable, block: Buffer) => {
    kept.add(table);
    writer.addBlock(SUM_TABLES[table].name, block);
    writing = writing.then(() => writer.drain());
    // Whoever waits for it last is told.
    writing.catch(() => undefined);
  };
  try {
    await sumAll(summed, scans, blocks, keep);
    await writing;
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  if (blocks > LEAST_BLOCKS) await client.query(`ANALYZE ${tables.map(({ name }) => name).join(", ")}`);
  await keepSums(client, caseId, kept);
}

/** In threads where the built entry lies beside this code and there is enough to do, else in this one. */
async function sumAll(
  interfaces: readonly SummedInterface[],
  scans: FlowScan[],
  blocks: number,
  keep: (table: SumTable, block: Buffer) => void,
): Promise<void> {
  const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), "sum-thread.mjs");
  if (blocks < LEAST_BLOCKS || !existsSync(entry)) return sumHere(interfaces, () => scans.shift(), keep);
  const threads = Math.min(scans.length, availableParallelism(), MAX_THREADS);
  return sumInThreads(entry, threads, interfaces, scans, keep);
}

/** The interfaces of flow logs of VPCs that are no gateway's, with their own addresses: what passes at a gateway is somebody else's. */
async function readInterfaces(client: pg.ClientBase, caseId: string, ledger: Ledger): Promise<SummedInterface[]> {
  const { rows } = await client.query<{ id: number; key: string }>(
    `SELECT DISTINCT i.id, i.key FROM flow_contexts c JOIN interfaces i ON i.id = c.interface_no
      WHERE c.case_id = $1 AND c.source = 'vpc-flow'`,
    [caseId],
  );
  const counted = rows.filter(({ key }) => ledger.gatewayKind(key) === null).map(({ id }) => id);
  const own = counted.length === 0 ? [] : await ownAddresses(client, counted, caseId, ledger);
  return own.map(({ interface_no, ip, more }) => ({
    interfaceNo: interface_no,
    own: [...(ip === null ? [] : [ip]), ...(more ?? [])],
  }));
}
