import { parentPort } from "node:worker_threads";
import { closePool } from "@/lib/db/pool";
import type { ThreadReply, ThreadRequest } from "@/lib/ingest/file-runner";
import type { FileJob, FileProgress } from "@/lib/ingest/load-file";
import { FileRunnerHere } from "@/lib/ingest/run-file-here";

const PROGRESS_MS = 100;

// A thread of its own for parsing: takes one file, or a group, at a time and answers with its progress and its outcome.
const port = parentPort;
if (!port) throw new Error("load-thread runs only as a worker thread");

let runner: FileRunnerHere | null = null;
let running = new AbortController();
let toldAt = 0;

port.on("message", (request: ThreadRequest) => {
  if (request.type === "load") void load(request.jobs, request.dataDir);
  else if (request.type === "abort") running.abort();
  else void close();
});

function reply(message: ThreadReply): void {
  port?.postMessage(message);
}

/** Every batch would be a message; nobody looks that often. */
function tell(progress: FileProgress): void {
  if (performance.now() - toldAt < PROGRESS_MS) return;
  toldAt = performance.now();
  reply({ type: "progress", progress });
}

async function load(jobs: readonly FileJob[], dataDir: string): Promise<void> {
  running = new AbortController();
  runner ??= new FileRunnerHere(dataDir);
  try {
    const outcomes = await runner.run(jobs, running.signal, tell);
    reply({ type: "loaded", outcomes });
  } catch (error) {
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
    reply({ type: "failed", message: error instanceof Error ? error.message : String(error), code });
  }
}

async function close(): Promise<void> {
  try {
    await runner?.close();
    await closePool();
  } finally {
    port?.close();
  }
}
