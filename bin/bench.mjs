#!/usr/bin/env node
// npm run bench: measures loading and pages on an embedded database of its own, in a folder that is kept between runs.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { waitForLock } from "./lock.mjs";
import { BUNDLES, buildPages, bundle, checkNode, generate, install, ROOT } from "./prepare.mjs";

checkNode();
const CORES = 2;
const say = (line) => console.error(line);
const asked = process.argv.slice(2);

/** Whether a part runs: `--only a,b` and `--only=a,b` name those that do. */
function runs(part) {
  const at = asked.indexOf("--only");
  const only = at >= 0 ? asked[at + 1] : asked.find((word) => word.startsWith("--only="))?.slice("--only=".length);
  return !only || only.split(",").includes(part);
}

/** On more cores, all of this runs again on two of them where the system has the means; the code, or null to go on here. */
async function onTwoCores() {
  if (availableParallelism() <= CORES) return null;
  if (process.platform !== "linux" || spawnSync("taskset", ["-c", "0,1", "true"]).status !== 0) {
    say(
      `This machine cannot keep the measurement to ${CORES} cores: the figures are those of ${availableParallelism()}.`,
    );
    return null;
  }
  return follow(spawn("taskset", ["-c", "0,1", process.execPath, ...process.argv.slice(1)], { stdio: "inherit" }));
}

/** Waits for a child; a terminal's Ctrl-C reaches it too. */
function follow(child) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => done(code ?? 1));
  });
}

async function main() {
  const pinned = await onTwoCores();
  if (pinned !== null) return pinned;
  const built = await waitForLock(join(ROOT, ".threadline", "prepare.lock"));
  try {
    await install(say);
    await generate(say);
    await bundle(say);
    if (["whole-pages", "people", "all-logs"].some(runs)) await buildPages(say);
  } finally {
    built();
  }
  const { openDatabase } = await import("./database.mjs");
  const dataDir = join(process.env.THREADLINE_DATA_DIR || join(ROOT, ".threadline"), "bench");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  let database = null;
  try {
    database = await openDatabase({ dataDir, databaseUrl: null, ownerUrl: null });
    const env = { ...process.env, ...database.env, THREADLINE_DATA_DIR: dataDir, BASE_URL: "" };
    const args = ["--enable-source-maps", join(BUNDLES, "bench.mjs"), ...asked];
    return await follow(spawn(process.execPath, args, { env, cwd: ROOT, stdio: "inherit" }));
  } finally {
    await database?.stop();
    if (asked.includes("--remove")) rmSync(dataDir, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.name === "StartError" ? error.message : error.stack);
    process.exit(1);
  },
);
