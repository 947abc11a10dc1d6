import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { AppError } from "@/lib/core/app-error";
import { FLOW_SUMS } from "@/lib/core/flow-sums";
import { pool, withTransaction } from "@/lib/db/pool";
import { TableWriter } from "@/lib/ingest/copy/table-writer";
import { lockSealingInTransaction } from "@/lib/ingest/load-lock";
import type { SummedInterface } from "@/lib/ingest/sums/flow-summer";
import { addUpSums, clearSums } from "@/lib/ingest/sums/keep-sums";
import { planScans, type Scan } from "@/lib/ingest/sums/plan-scans";
import { type Keep, type Summing, sumHere } from "@/lib/ingest/sums/sum-here";
import { sumInThreads } from "@/lib/ingest/sums/sum-in-threads";
import { columnsOf, PART_TABLES, SUM_TABLES, type SumTable } from "@/lib/ingest/sums/sum-tables";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { ownAddresses } from "@/lib/ledger/own-addresses";

const MAX_THREADS = 4;
/** For fewer a thread takes longer to begin than to read. */
const LEAST_RECORDS = 125_000;
/** Bytes that the database has yet to take when the next scan begins. */
const MOST_WAITING = 24 * 1024 * 1024;

/**
 * Sums up a case's flow records, each read once, unless that was done since its last load: by far address and service, refused tries by
 * minute, and the moments of what was sent outside. Throws AppError `conflict`, and leaves what was there, when evidence was taken out
 * of the case meanwhile.
 */
export async function makeCaseSums(caseId: string, ledger: Ledger): Promise<void> {
  if ((await readSummed(pool(), caseId)).made) return;
  await withTransaction(async (client) => {
    await lockSealingInTransaction(client, caseId);
    // Whoever held the lock may have made them.
    const { made, revision } = await readSummed(client, caseId);
    if (made) return;
    await rebuild(client, caseId, ledger);
    const kept = await client.query("UPDATE cases SET flow_sums = $2 WHERE id = $1 AND revision = $3", [
      ...[caseId, FLOW_SUMS, revision],
    ]);
    if (kept.rowCount === 0)
      throw new AppError("conflict", "The evidence of this case was changed while it was summed up.");
  });
}

async function readSummed(
  client: Pick<pg.ClientBase, "query">,
  caseId: string,
): Promise<{ made: boolean; revision: number | null }> {
  const { rows } = await client.query<{ made: boolean; revision: number }>(
    "SELECT flow_sums = $2 AS made, revision FROM cases WHERE id = $1",
    [caseId, FLOW_SUMS],
  );
  return rows[0] ?? { made: false, revision: null };
}

async function rebuild(client: pg.ClientBase, caseId: string, ledger: Ledger): Promise<void> {
  const summed = await readInterfaces(client, caseId, ledger);
  const numbers = summed.map(({ interfaceNo }) => interfaceNo);
  // In a transaction of its own: a lock on a load's tables that stayed, someone who waits to drop them and the scans behind them would
  // wait for each other, and the database could not tell.
  const { scans, packed, records } = await withTransaction((planning) => planScans(planning, caseId, numbers));
  await client.query("SET LOCAL work_mem = '96MB'");
  await clearSums(client, caseId);
  const writer = new TableWriter(client);
  for (const table of Object.keys(SUM_TABLES) as SumTable[])
    writer.declareBinary(SUM_TABLES[table].name, columnsOf(table));
  const parts = PART_TABLES.map((table) => SUM_TABLES[table]);
  await client.query(
    parts.map(({ name, columns }) => `CREATE TEMP TABLE ${name} (${columns}) ON COMMIT DROP`).join("; "),
  );
  const kept = new Set<SumTable>();
  let writing: Promise<void> = Promise.resolve();
  let waiting = 0;
  let onTaken = () => {};
  const keep = (table: SumTable, block: Buffer) => {
    kept.add(table);
    waiting += block.length;
    writer.addBlock(SUM_TABLES[table].name, block);
    writing = writing
      .then(() => writer.drain())
      .finally(() => {
        waiting -= block.length;
        if (waiting <= MOST_WAITING) onTaken();
      });
    // Whoever waits for it last is told.
    writing.catch(() => undefined);
  };
  let taken: Promise<void> | null = null;
  // Nobody sums up more while the database is far behind with what it was given: memory is bounded, whatever the evidence.
  const nextScan = async () => {
    if (waiting > MOST_WAITING) {
      taken ??= new Promise((resolve) => {
        onTaken = resolve;
      });
      await taken;
      taken = null;
    }
    return scans.shift();
  };
  const summing = {
    caseId,
    packed: summed.filter(({ interfaceNo }) => packed.has(interfaceNo)),
    others: summed.filter(({ interfaceNo }) => !packed.has(interfaceNo)),
  };
  try {
    await sumAll(summing, { scans: scans.length, records, nextScan }, keep);
    await writing;
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  if (PART_TABLES.some((table) => kept.has(table)) && records > LEAST_RECORDS)
    await client.query(`ANALYZE ${parts.map(({ name }) => name).join(", ")}, flow_peers`);
  await addUpSums(client, caseId, kept);
}

/** In threads where the built entry lies beside this code and there is enough to do, else in this one. */
async function sumAll(
  summing: Summing,
  { scans, records, nextScan }: { scans: number; records: number; nextScan: () => Promise<Scan | undefined> },
  keep: Keep,
): Promise<void> {
  const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), "sum-thread.mjs");
  if (records < LEAST_RECORDS || !existsSync(entry)) return sumHere(summing, nextScan, keep);
  return sumInThreads(entry, Math.min(scans, availableParallelism(), MAX_THREADS), summing, nextScan, keep);
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
