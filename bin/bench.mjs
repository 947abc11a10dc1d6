#!/usr/bin/env node
// npm run bench: measures loading on an embedded database of its own, in a folder that is gone afterwards.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitForLock } from "./lock.mjs";
import { BUNDLES, bundle, checkNode, generate, install, ROOT } from "./prepare.mjs";

checkNode();
const say = (line) => console.error(line);

async function main() {
  const built = await waitForLock(join(ROOT, ".threadline", "prepare.lock"));
  try {
    await install(say);
    await generate(say);
    await bundle(say);
  } finally {
    built();
  }
  const { openDatabase } = await import("./database.mjs");
  const dataDir = mkdtempSync(join(process.env.THREADLINE_DATA_DIR || tmpdir(), "threadline-bench-"));
  let database = null;
  try {
    database = await openDatabase({ dataDir, databaseUrl: null, ownerUrl: null });
    const env = { ...process.env, ...database.env, THREADLINE_DATA_DIR: dataDir, BASE_URL: "" };
    const args = ["--enable-source-maps", join(BUNDLES, "bench.mjs"), ...process.argv.slice(2)];
    const child = spawn(process.execPath, args, { env, stdio: "inherit" });
    // A terminal's Ctrl-C reaches the child too: wait for it, then clean up.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    return await new Promise((done, fail) => {
      child.once("error", fail);
      child.once("exit", (code) => done(code ?? 1));
    });
  } finally {
    await database?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.name === "StartError" ? error.message : error.stack);
    process.exit(1);
  },
);
