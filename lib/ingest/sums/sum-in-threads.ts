import { Worker } from "node:worker_threads";
import type { Scan } from "@/lib/ingest/sums/plan-scans";
import type { SumEnds, Summing } from "@/lib/ingest/sums/sum-here";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

/** A block of rows, handed over with its memory; that of one that was sent comes back to its thread. */
export type Handed = Uint8Array<ArrayBuffer>;

/** What a thread says; "next" is answered with a scan. */
export type SumReply =
  | { type: "next" }
  | { type: "sums"; table: SumTable; bytes: Handed }
  /** Asks for a word once the database is not far behind any more. */
  | { type: "room" }
  | { type: "done" };

/** What a thread is told. */
export type SumRequest = { type: "scan"; scan: Scan | null } | { type: "sent"; bytes: Handed } | { type: "room" };

/**
 * Works the scans off with so many threads, each of which has ended when this returns or throws. `entry` is the absolute path of their
 * code. Throws what a thread failed with, and the signal's reason once it is aborted.
 */
export async function sumInThreads(
  entry: string,
  threads: number,
  summing: Summing,
  { nextScan, keep, room, signal }: Omit<SumEnds, "blocks"> & { signal?: AbortSignal },
): Promise<void> {
  signal?.throwIfAborted();
  const workers: Worker[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(entry, { workerData: summing });
      workers.push(worker);
      const tell = (request: SumRequest, moved: ArrayBuffer[] = []) => worker.postMessage(request, moved);
      const onSent = (block: Buffer) => {
        const bytes = new Uint8Array(block.buffer as ArrayBuffer);
        tell({ type: "sent", bytes }, [bytes.buffer]);
      };
      let isDone = false;
      worker.on("message", (reply: SumReply) => {
        if (reply.type === "done") isDone = true;
        else if (reply.type === "room") room().then(() => tell({ type: "room" }), reject);
        else if (reply.type === "sums") {
          keep(reply.table, Buffer.from(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.length), onSent);
        } else Promise.resolve(nextScan()).then((scan) => tell({ type: "scan", scan: scan ?? null }), reject);
      });
      worker.on("error", reject);
      worker.on("exit", (status) =>
        isDone ? resolve() : reject(new Error(`the thread that summed up flow records ended with status ${status}`)),
      );
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  try {
    await Promise.all(Array.from({ length: threads }, work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
