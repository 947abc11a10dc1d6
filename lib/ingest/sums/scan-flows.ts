import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { CopiedBytes } from "@/lib/ingest/sums/copied-bytes";
import { HEADER_BYTES, MOST_ROW_BYTES, SCANNED } from "@/lib/ingest/sums/flow-row";
import type { FlowSummer } from "@/lib/ingest/sums/flow-summer";

/** A part of a load's table: some of its blocks, or all records of some interfaces. The table's name is made here, never given. */
export interface FlowScan {
  table: string;
  /** From the first up to the second, as PostgreSQL counts them. */
  blocks: { from: number; to: number } | null;
  interfaces: readonly number[] | null;
}

/** Reads a part of a table's records, duplicates left out, into the sums. `room` is waited for between two pieces. */
export async function scanFlows(
  client: pg.ClientBase,
  scan: FlowScan,
  sums: FlowSummer,
  room: () => Promise<void>,
): Promise<void> {
  const stream = client.query(copyTo(`COPY (${statement(scan)}) TO STDOUT (FORMAT binary)`));
  const copied = new CopiedBytes(MOST_ROW_BYTES);
  let skip = HEADER_BYTES;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    copied.add(chunk);
    if (copied.length < skip) continue;
    copied.drop(addRows(sums, copied, skip, copied.length - MOST_ROW_BYTES));
    skip = 0;
    await room();
  }
  // What is left is less than a row may take; behind it nothing is read that counts.
  addRows(sums, copied, skip, copied.length - 1);
}

/** Adds rows that begin at or before `last`; where the next one begins. */
function addRows(sums: FlowSummer, { view, length }: CopiedBytes, from: number, last: number): number {
  let at = from;
  while (at <= last) {
    const next = sums.add(view, at);
    if (next === -1) return length;
    at = next;
  }
  return at;
}

/** All of it are numbers and a name made here: COPY takes no parameters. */
function statement({ table, blocks, interfaces }: FlowScan): string {
  const within = blocks ? `AND f.ctid >= '(${Number(blocks.from)},0)' AND f.ctid < '(${Number(blocks.to)},0)'` : "";
  const of = interfaces ? `AND f.interface_no IN (${interfaces.map(Number).join(",")})` : "";
  return `SELECT ${SCANNED} FROM ${table} f WHERE NOT f.duplicate ${within} ${of}`;
}
