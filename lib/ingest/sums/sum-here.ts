import { pool } from "@/lib/db/pool";
import { FlowSummer, type SummedInterface } from "@/lib/ingest/sums/flow-summer";
import { type FlowScan, scanFlows } from "@/lib/ingest/sums/scan-flows";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

export type Keep = (table: SumTable, block: Buffer) => void;

/**
 * Takes one scan after the other until there is none, over one connection of this thread's pool, and hands over what it
 * summed up.
 */
export async function sumHere(
  interfaces: readonly SummedInterface[],
  nextScan: () => FlowScan | undefined | Promise<FlowScan | undefined>,
  keep: Keep,
): Promise<void> {
  const client = await pool().connect();
  let isBroken = true;
  try {
    const sums = new FlowSummer(interfaces, keep);
    for (let scan = await nextScan(); scan; scan = await nextScan()) await scanFlows(client, scan, sums);
    sums.flush();
    isBroken = false;
  } finally {
    client.release(isBroken);
  }
}
