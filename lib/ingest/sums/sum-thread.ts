import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { closePool } from "@/lib/db/pool";
import type { Scan } from "@/lib/ingest/sums/plan-scans";
import { type Summing, sumHere } from "@/lib/ingest/sums/sum-here";
import type { SumReply } from "@/lib/ingest/sums/sum-in-threads";

// A thread of its own for summing up: asks for a scan, sends what it summed up as it comes, and ends with the last scan.
const port = parentPort;
if (!port) throw new Error("sum-thread runs only as a worker thread");

async function nextScan(): Promise<Scan | undefined> {
  const answer = once(port as NonNullable<typeof port>, "message");
  port?.postMessage({ type: "next" } satisfies SumReply);
  const [scan] = (await answer) as [Scan | null];
  return scan ?? undefined;
}

try {
  await sumHere(workerData as Summing, nextScan, (table, block) => {
    // A view of memory that nothing else uses: it is handed over, not copied.
    const bytes = new Uint8Array(block.buffer as ArrayBuffer, block.byteOffset, block.length);
    port.postMessage({ type: "sums", table, bytes } satisfies SumReply, [bytes.buffer]);
  });
  port.postMessage({ type: "done" } satisfies SumReply);
} finally {
  await closePool();
  port.close();
}
