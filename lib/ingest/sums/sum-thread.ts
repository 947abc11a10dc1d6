import { parentPort, workerData } from "node:worker_threads";
import { closePool } from "@/lib/db/pool";
import { BlockPool } from "@/lib/ingest/copy/binary-writer";
import type { Scan } from "@/lib/ingest/sums/plan-scans";
import { type Summing, sumHere } from "@/lib/ingest/sums/sum-here";
import type { Handed, SumReply, SumRequest } from "@/lib/ingest/sums/sum-in-threads";

/** So many blocks that were sent wait to be written in again. */
const MOST_FREE = 64;
/** After so many bytes that were handed over, the thread asks whether the database is far behind. */
const UNASKED_BYTES = 2 * 1024 * 1024;

// A thread of its own for summing up: asks for a scan, sends what it summed up as it comes, and ends with the last scan.
const port = parentPort;
if (!port) throw new Error("sum-thread runs only as a worker thread");

const blocks = new BlockPool(MOST_FREE);
let onScan = (_scan: Scan | null) => {};
let onRoom = () => {};
let unasked = 0;

port.on("message", (request: SumRequest) => {
  if (request.type === "scan") onScan(request.scan);
  else if (request.type === "room") onRoom();
  else blocks.give(Buffer.from(request.bytes.buffer));
});

const say = (reply: SumReply, moved: ArrayBuffer[] = []) => port.postMessage(reply, moved);

async function nextScan(): Promise<Scan | undefined> {
  await room();
  const scan = await new Promise<Scan | null>((resolve) => {
    onScan = resolve;
    say({ type: "next" });
  });
  return scan ?? undefined;
}

async function room(): Promise<void> {
  if (unasked < UNASKED_BYTES) return;
  unasked = 0;
  await new Promise<void>((resolve) => {
    onRoom = resolve;
    say({ type: "room" });
  });
}

try {
  await sumHere(workerData as Summing, {
    ...{ nextScan, room, blocks },
    keep: (table, block) => {
      // A view of memory that nothing else uses: it is handed over, not copied.
      const bytes: Handed = new Uint8Array(block.buffer as ArrayBuffer, block.byteOffset, block.length);
      unasked += bytes.length;
      say({ type: "sums", table, bytes }, [bytes.buffer]);
    },
  });
  say({ type: "done" });
} finally {
  await closePool();
  port.close();
}
