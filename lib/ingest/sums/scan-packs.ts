import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { packTable } from "@/lib/ingest/load-tables";
import { CopiedBytes } from "@/lib/ingest/sums/copied-bytes";
import { PACK_KIND, PLAIN_HEAD_BYTES } from "@/lib/ingest/sums/flow-packs";
import { HEADER_BYTES } from "@/lib/ingest/sums/flow-row";
import type { FlowSummer } from "@/lib/ingest/sums/flow-summer";
import { PLAIN_BYTES } from "@/lib/ingest/sums/plain-flow";

/** All records of some interfaces, by the packs of every load that has any. */
export interface PackScan {
  loads: readonly number[];
  interfaces: readonly number[];
}

/** Before a pack's bytes: the count of columns, an interface, a kind and a length, each with the length before it. */
const PACK_AT = 2 + 8 + 6 + 4;

/** Reads the packs of some interfaces into the sums, which then have all of them. `room` is waited for between two pieces. */
export async function scanPacks(
  client: pg.ClientBase,
  scan: PackScan,
  sums: FlowSummer,
  room: () => Promise<void>,
): Promise<void> {
  for (const load of scan.loads) {
    const of = scan.interfaces.map(Number).join(",");
    const sql = `SELECT interface_no, kind, pack FROM ${packTable(load)} WHERE interface_no IN (${of})`;
    const stream = client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT binary)`));
    const copied = new CopiedBytes(0);
    let skip = HEADER_BYTES;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      copied.add(chunk);
      if (copied.length < skip) continue;
      copied.drop(addPacks(sums, copied, skip));
      skip = 0;
      await room();
    }
  }
  sums.end();
}

/** Adds the packs that are whole from `from` on; where the rest begins. */
function addPacks(sums: FlowSummer, { view, length }: CopiedBytes, from: number): number {
  let at = from;
  while (at + PACK_AT <= length) {
    const end = at + PACK_AT + view.getInt32(at + PACK_AT - 4);
    if (end > length) return at;
    addPack(sums, view, at, end);
    at = end;
  }
  return at;
}

function addPack(sums: FlowSummer, view: DataView, row: number, end: number): void {
  const interfaceNo = view.getInt32(row + 6);
  const isPlain = view.getInt16(row + 14) === PACK_KIND.plain;
  let at = row + PACK_AT;
  if (!isPlain) {
    while (at < end) at = sums.add(view, at);
    return;
  }
  const baseMs = view.getFloat64(at, true);
  for (at += PLAIN_HEAD_BYTES; at + PLAIN_BYTES <= end; ) at = sums.addPlain(view, at, interfaceNo, baseMs);
}
