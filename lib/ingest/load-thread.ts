import { parentPort } from "node:worker_threads";
import { closePool } from "@/lib/db/pool";
import type { ThreadReply, ThreadRequest } from "@/lib/ingest/file-runner";
import type { FileJob, FileProgress } from "@/lib/ingest/load-file";
import { FileRunnerHere } from "@/lib/ingest/run-file-here";

const PROGRESS_MS = 100;

// A thread of its own for parsing: each of its lanes takes one file, or a group, at a time and answers with progress and outcome.
const port = parentPort;
if (!port) throw new Error("load-thread runs only as a worker thread");

interface Lane {
  runner: FileRunnerHere;
  running: AbortController;
  toldAt: number;
}

const lanes = new Map<number, Lane>();

port.on("message", (request: ThreadRequest) => {
  if (request.type === "load") void load(request);
  else if (request.type === "abort") lanes.get(request.lane)?.running.abort();
  else void close();
});

function reply(message: ThreadReply): void {
  port?.postMessage(message);
}

function laneOf(number: number, dataDir: string): Lane {
  const lane = lanes.get(number) ?? {
    runner: new FileRunnerHere(dataDir),
    running: new AbortController(),
    toldAt: 0,
  };
  lanes.set(number, lane);
  return lane;
}

async function load({ lane: number, jobs, dataDir }: { lane: number; jobs: readonly FileJob[]; dataDir: string }) {
  const lane = laneOf(number, dataDir);
  lane.running = new AbortController();
  // Every batch would be a message; nobody looks that often.
  const tell = (progress: FileProgress) => {
    if (performance.now() - lane.toldAt < PROGRESS_MS) return;
    lane.toldAt = performance.now();
    reply({ type: "progress", lane: number, progress });
  };
  try {
    const outcomes = await lane.runner.run(jobs, lane.running.signal, tell);
    reply({ type: "loaded", lane: number, outcomes });
  } catch (error) {
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
    reply({ type: "failed", lane: number, message: error instanceof Error ? error.message : String(error), code });
  }
}

async function close(): Promise<void> {
  try {
    await Promise.all([...lanes.values()].map(({ runner }) => runner.close()));
    await closePool();
  } finally {
    port?.close();
  }
}
