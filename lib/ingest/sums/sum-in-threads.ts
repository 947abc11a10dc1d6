import { Worker } from "node:worker_threads";
import type { Scan } from "@/lib/ingest/sums/plan-scans";
import type { Keep, Summing } from "@/lib/ingest/sums/sum-here";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

/** What a thread says; "next" is answered with a Scan, or null when there is none. */
export type SumReply =
  | { type: "next" }
  | { type: "sums"; table: SumTable; bytes: Uint8Array<ArrayBuffer> }
  | { type: "done" };

/** Works the scans off with so many threads. `entry` is the absolute path of their code. */
export async function sumInThreads(
  entry: string,
  threads: number,
  summing: Summing,
  nextScan: () => Promise<Scan | undefined>,
  keep: Keep,
): Promise<void> {
  const workers: Worker[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(entry, {
        workerData: summing,
        resourceLimits: { maxYoungGenerationSizeMb: 16 },
      });
      workers.push(worker);
      let isDone = false;
      worker.on("message", (reply: SumReply) => {
        if (reply.type === "next") nextScan().then((scan) => worker.postMessage(scan ?? null), reject);
        else if (reply.type === "done") isDone = true;
        else keep(reply.table, Buffer.from(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.length));
      });
      worker.on("error", reject);
      worker.on("exit", (status) =>
        isDone ? resolve() : reject(new Error(`the thread that summed up flow records ended with status ${status}`)),
      );
    });
  try {
    await Promise.all(Array.from({ length: threads }, work));
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
}
