// The web server: one process that serves, or several that share the port (THREADLINE_WEB_PROCESSES), each started again
// when it ends by itself.
import cluster from "node:cluster";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./prepare.mjs";
import { webProcesses } from "./web-processes.mjs";

const [host, port] = process.argv.slice(2);
const next = join(ROOT, "node_modules/next/dist/bin/next");
// Longer than a proxy keeps a connection that nobody uses (Caddy for two minutes): else it sends a request into one that
// closes at that moment, and has to answer for it.
const args = ["start", "-H", host, "-p", port, "--keepAliveTimeout", "125000"];
const count = webProcesses();

const serving = new Set();
let stopping = false;
let endsWith = 0;

/** Asks all to end what they are at, and ends with the last. */
function stop(code) {
  if (stopping) return;
  stopping = true;
  endsWith = code;
  for (const worker of serving) worker.process.kill("SIGTERM");
  if (serving.size === 0) process.exit(code);
}

/** One that never served will not the next time either: all end, and the launcher says so. */
function keep(pauseMs = 1_000) {
  const began = Date.now();
  const worker = cluster.fork();
  serving.add(worker);
  let served = false;
  worker.once("listening", () => {
    served = true;
  });
  worker.once("exit", async (code, signal) => {
    serving.delete(worker);
    if (stopping && serving.size === 0) process.exit(endsWith);
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
