import { pool } from "@/lib/db/pool";
import type { BlockPool } from "@/lib/ingest/copy/binary-writer";
import { FlowSummer, type SummedInterface } from "@/lib/ingest/sums/flow-summer";
import type { Scan } from "@/lib/ingest/sums/plan-scans";
import { scanFlows } from "@/lib/ingest/sums/scan-flows";
import { scanPacks } from "@/lib/ingest/sums/scan-packs";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

/** Takes rows for a table. @param onSent is given the block again once nobody reads it any more; it may never be */
export type Keep = (table: SumTable, block: Buffer, onSent?: (block: Buffer) => void) => void;

/** What is summed up, the same for all threads that do. */
export interface Summing {
  caseId: string;
  /** Those that are read out of packs, and those that are read row by row. */
  packed: readonly SummedInterface[];
  others: readonly SummedInterface[];
}

/** Where scans come from and sums go to. */
export interface SumEnds {
  nextScan: () => Scan | undefined | Promise<Scan | undefined>;
  keep: Keep;
  /** Waits while what was handed over is not taken: asked between two pieces of what is read. */
  room: () => Promise<void>;
  /** Where blocks come back to. */
  blocks?: BlockPool;
}

/**
 * Takes one scan after the other until there is none, over one connection of this thread's pool, and hands over what it
 * summed up.
 */
export async function sumHere(
  { caseId, packed, others }: Summing,
  { nextScan, keep, room, blocks }: SumEnds,
): Promise<void> {
  const client = await pool().connect();
  let isBroken = true;
  try {
    let whole: FlowSummer | null = null;
    let partial: FlowSummer | null = null;
    for (let scan = await nextScan(); scan; scan = await nextScan()) {
      if ("loads" in scan) {
        whole ??= new FlowSummer(caseId, packed, keep, { wholly: true, blocks });
        await scanPacks(client, scan, whole, room);
      } else {
        partial ??= new FlowSummer(caseId, others, keep, { wholly: false, blocks });
        await scanFlows(client, scan, partial, room);
      }
    }
    partial?.end();
    isBroken = false;
  } finally {
    client.release(isBroken);
  }
}
