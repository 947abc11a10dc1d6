import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { AppError } from "@/lib/core/app-error";
import { FLOW_SUMS } from "@/lib/core/flow-sums";
import { pool, withTransaction } from "@/lib/db/pool";
import { lockSealingInTransaction } from "@/lib/ingest/load-lock";
import type { SummedInterface } from "@/lib/ingest/sums/flow-summer";
import { addUpSums, clearSums } from "@/lib/ingest/sums/keep-sums";
import { planScans } from "@/lib/ingest/sums/plan-scans";
import { type SumEnds, type Summing, sumHere } from "@/lib/ingest/sums/sum-here";
import { sumInThreads } from "@/lib/ingest/sums/sum-in-threads";
import { PART_TABLES, SUM_TABLES } from "@/lib/ingest/sums/sum-tables";
import { SumsWriter } from "@/lib/ingest/sums/sums-writer";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { ownAddresses } from "@/lib/ledger/own-addresses";

const MAX_THREADS = 4;
/** For fewer a thread takes longer to begin than to read. */
const LEAST_RECORDS = 125_000;

/**
 * Sums up a case's flow records, each read once, unless that was done since its last load: by far address and service, refused tries by
 * minute, and the moments of what was sent outside. Throws AppError `conflict`, and keeps none, when evidence was taken out of the case
 * meanwhile, and the signal's reason once it is aborted. True where they were made now.
 */
export async function makeCaseSums(caseId: string, ledger: Ledger, signal?: AbortSignal): Promise<boolean> {
  if ((await readSummed(pool(), caseId)).made) return false;
  return withTransaction(async (client) => {
    await lockSealingInTransaction(client, caseId);
    // Whoever held the lock may have made them.
    const { made, revision } = await readSummed(client, caseId);
    if (made) return false;
    try {
      await rebuild(client, { caseId, revision, ledger, signal });
    } catch (error) {
      signal?.throwIfAborted();
      // Evidence that goes takes along the tables that are scanned.
      if ((await readSummed(pool(), caseId)).revision !== revision) throw changedMeanwhile();
      throw error;
    }
    const kept = await client.query("UPDATE cases SET flow_sums = $2 WHERE id = $1 AND revision = $3", [
      ...[caseId, FLOW_SUMS, revision],
    ]);
    if (kept.rowCount === 0) throw changedMeanwhile();
    return true;
  });
}

function changedMeanwhile(): AppError {
  return new AppError("conflict", "The evidence of this case was changed while it was summed up.");
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

/**
 * Takes away what the case kept, in a transaction of its own. Rows that stayed deleted, and unseen, until the end would hold up whoever
 * takes evidence out of the case, and the scans wait for the tables that one has taken away already. Nobody reads sums of a case
 * whose `flow_sums` says that it has none. The case is locked first, as there, and by a lock that waits for theirs: whoever drops the case has
 * deleted these rows by then, and waits for all who hold it.
 */
async function clearBefore(caseId: string, revision: number | null): Promise<void> {
  await withTransaction(async (client) => {
    const { rows } = await client.query<{ revision: number }>("SELECT revision FROM cases WHERE id = $1 FOR SHARE", [
      caseId,
    ]);
    if (rows[0]?.revision !== revision) throw changedMeanwhile();
    await clearSums(client, caseId);
  });
}

interface Rebuilding {
  caseId: string;
  revision: number | null;
  ledger: Ledger;
  signal: AbortSignal | undefined;
}

async function rebuild(client: pg.ClientBase, { caseId, revision, ledger, signal }: Rebuilding): Promise<void> {
  const summed = await readInterfaces(client, caseId, ledger);
  const numbers = summed.map(({ interfaceNo }) => interfaceNo);
  // In a transaction of its own: a lock on a load's tables that stayed, someone who waits to drop them and the scans behind them would
  // wait for each other, and the database could not tell.
  const { scans, packed, records } = await withTransaction((planning) => planScans(planning, caseId, numbers));
  await client.query("SET LOCAL work_mem = '96MB'");
  await clearBefore(caseId, revision);
  const parts = PART_TABLES.map((table) => SUM_TABLES[table]);
  await client.query(
    parts.map(({ name, columns }) => `CREATE TEMP TABLE ${name} (${columns}) ON COMMIT DROP`).join("; "),
  );
  const writer = new SumsWriter(client);
  const nextScan = async () => {
    signal?.throwIfAborted();
    await writer.room();
    return scans.shift();
  };
  const summing = {
    caseId,
    packed: summed.filter(({ interfaceNo }) => packed.has(interfaceNo)),
    others: summed.filter(({ interfaceNo }) => !packed.has(interfaceNo)),
  };
  try {
    const { keep, room } = writer;
    await sumAll(summing, { scans: scans.length, records }, { nextScan, keep, room, signal });
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  // Of a case that was summed up just now nobody knows how many contacts it has: row by row would be the wrong way.
  await client.query("SET LOCAL enable_nestloop = off");
  await addUpSums(client, caseId, writer.kept);
}

/** In threads where the built entry lies beside this code and there is enough to do, else in this one. */
async function sumAll(
  summing: Summing,
  { scans, records }: { scans: number; records: number },
  ends: SumEnds & { signal: AbortSignal | undefined },
): Promise<void> {
  const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), "sum-thread.mjs");
  if (records < LEAST_RECORDS || !existsSync(entry)) return sumHere(summing, ends);
  return sumInThreads(entry, Math.min(scans, availableParallelism(), MAX_THREADS), summing, ends);
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
