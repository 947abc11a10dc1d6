#!/usr/bin/env node
// npx threadline …: makes sure that everything is there, finds or starts the database, and runs the command.
// Standard output belongs to the command alone.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { openDataFolder } from "./data-folder.mjs";
import { LOAD_MEMORY, LOAD_OPTIONS } from "./load-processes.mjs";
import { waitForLock } from "./lock.mjs";
import { BUNDLES, bundle, checkNode, generate, install, ROOT } from "./prepare.mjs";
import { QUIET_SDK, readSettings } from "./settings.mjs";

checkNode();
const args = process.argv.slice(2);
const say = (line) => console.error(`threadline: ${line}`);

function runCommand(env) {
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [...LOAD_OPTIONS, "--import", join(ROOT, "bin/watch-parent.mjs"), join(BUNDLES, "threadline.mjs"), ...args],
      {
        env: { ...QUIET_SDK, ...LOAD_MEMORY, ...process.env, ...env },
        stdio: "inherit",
      },
    );
    // A terminal sends its signals to both: the command decides, and this process waits for it.
    const pass = (signal) => child.kill(signal);
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, pass);
    process.on("SIGINT", () => undefined);
    child.once("error", fail);
    child.once("exit", (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** Help needs no database. */
function asksForHelp() {
  if (args.length === 0 || ["help", "--version", "-V"].includes(args[0])) return true;
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === "--help" || arg === "-h");
}

/** What is done on another server needs no database here. */
function isRemote() {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === "--server" || arg.startsWith("--server="));
}

async function main() {
  if (args[0] === "doctor") {
    const { doctor } = await import("./doctor.mjs");
    return doctor();
  }
  const built = await waitForLock(join(ROOT, ".threadline", "prepare.lock"), () =>
    say("waiting for another command to finish building"),
  );
  try {
    await install(say);
    await generate(say);
    await bundle(say);
  } finally {
    built();
  }
  const { openDatabase } = await import("./database.mjs");
  const settings = readSettings();
  openDataFolder(settings.dataDir);
  const env = { THREADLINE_DATA_DIR: settings.dataDir, BASE_URL: settings.baseUrl ?? "" };
  if (asksForHelp() || isRemote()) return runCommand(env);
  const database = await openDatabase(settings);
  try {
    return await runCommand({ ...env, ...database.env, THREADLINE_OWNER_DATABASE_URL: database.ownerUrl });
  } finally {
    await database.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.name === "StartError" ? error.message : error.stack);
    process.exit(1);
  },
);
