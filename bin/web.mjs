// The web server: one process that serves, or several that share the port (THREADLINE_WEB_PROCESSES), each started again
// when it ends by itself.
import cluster from "node:cluster";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./prepare.mjs";
import { webProcesses } from "./web-processes.mjs";

const [host, port] = process.argv.slice(2);
const next = join(ROOT, "node_modules/next/dist/bin/next");
const args = ["start", "-H", host, "-p", port];
const count = webProcesses();

let stopping = false;

/** Asks all to end what they are at, and ends with the last. */
function stop(code) {
  if (stopping) return;
  stopping = true;
  const left = Object.values(cluster.workers ?? {});
  const finish = () => Object.keys(cluster.workers ?? {}).length === 0 && process.exit(code);
  cluster.on("exit", finish);
  for (const worker of left) worker?.process.kill("SIGTERM");
  finish();
}

/** One that never served will not the next time either: all end, and the launcher says so. */
function keep(pauseMs = 1_000) {
  const began = Date.now();
  const worker = cluster.fork();
  let served = false;
  worker.once("listening", () => {
    served = true;
  });
  worker.once("exit", async (code, signal) => {
    if (stopping) return;
    if (!served) return stop(code || 1);
    const pause = Date.now() - began > 60_000 ? 1_000 : pauseMs;
    console.log(`A web process ended (${signal ?? code}); it starts again in ${pause / 1000} s`);
    await sleep(pause);
    if (!stopping) keep(Math.min(pause * 2, 30_000));
  });
}

if (count === 1) {
  process.argv = [process.argv[0], next, ...args];
  await import(next);
} else {
  cluster.setupPrimary({ exec: next, args, execArgv: process.execArgv });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
  for (let at = 0; at < count; at++) keep();
}
