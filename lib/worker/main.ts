import { closePool } from "@/lib/db/pool";
import { runWorker } from "@/lib/worker/run-worker";

const PARENT_CHECK_MS = 1000;
const STOP_WITHIN_MS = 10_000;

// The second process: it runs jobs until it is told to stop, or the one that started it is gone.
const parent = process.ppid;
const starting = runWorker();
let stopping = false;

async function stop(status: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // What hangs is killed with the process: a load that was cut off goes on at the next start.
  setTimeout(() => process.exit(status), STOP_WITHIN_MS).unref();
  await (await starting).stop();
  await closePool();
  process.exit(status);
}

process.on("SIGTERM", () => void stop(0));
process.on("SIGINT", () => void stop(0));
process.on("SIGHUP", () => void stop(0));
setInterval(() => {
  if (process.ppid !== parent) void stop(0);
}, PARENT_CHECK_MS).unref();

starting
  .then((worker) => worker.ended)
  .then(() => stop(0))
  .catch((error: unknown) => {
    console.error(`The worker ended: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  });
