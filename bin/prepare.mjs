// What must be there before anything runs: packages, the Prisma client, the bundles, the built pages. Each step is
// skipped when its stamp says that nothing it rests on has changed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "./start-error.mjs";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const STAMPS = join(ROOT, ".threadline", "stamps");
export const BUNDLES = join(ROOT, ".threadline", "build");
const NODE_AT_LEAST = [20, 19];

/** Entry points that run outside the web server, and the name of each one's bundle. */
const ENTRIES = {
  threadline: "lib/cli/main.ts",
  worker: "lib/worker/main.ts",
  "load-thread": "lib/ingest/load-thread.ts",
  "sum-thread": "lib/ingest/sums/sum-thread.ts",
  bench: "bench/main.ts",
};
const PAGES = ["app", "components", "lib", "prisma", "public", "next.config.js", "postcss.config.mjs", "tsconfig.json"];

export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [needMajor, needMinor] = NODE_AT_LEAST;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(`Threadline needs Node.js ${NODE_AT_LEAST.join(".")} or newer; this is ${process.versions.node}.`);
  console.error("  Install a newer Node.js, and start again.");
  process.exit(1);
}

/** SHA-256 over the names and contents of files and folders, tests left out. */
function hashOf(paths, extra = "") {
  const hash = createHash("sha256").update(extra);
  const add = (path) => {
    let entries;
    try {
      entries = readdirSync(join(ROOT, path), { withFileTypes: true });
    } catch {
      if (existsSync(join(ROOT, path))) hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name === "generated" || /\.test\.[a-z]+$/.test(entry.name)) continue;
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) add(below);
      else if (entry.isFile()) hash.update(`${below}\0`).update(readFileSync(join(ROOT, below)));
    }
  };
  for (const path of paths) add(path);
  return hash.digest("hex");
}

function readStamp(name) {
  try {
    return readFileSync(join(STAMPS, name), "utf8");
  } catch {
    return "";
  }
}

function writeStamp(name, value) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), value);
}

/** Programs that a step waits for. */
const running = new Set();

/** Ends the step that runs, if one does: it then fails. */
export function stopPreparing() {
  for (const child of running) child.kill("SIGTERM");
}

/** Runs a program of a step and waits; what it prints is shown only when it fails. */
function run(command, args, env = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    const said = [];
    child.stdout.on("data", (data) => said.push(data));
    child.stderr.on("data", (data) => said.push(data));
    child.once("error", fail);
    child.once("close", (code) => {
      running.delete(child);
      if (code === 0) return done();
      fail(new Error(`${[command, ...args].join(" ")} failed:\n${Buffer.concat(said).toString().trim()}`));
    });
  });
}

/** Runs a program that is a script of a package; it ends when this process does, however that comes. */
function runScript(script, args, env) {
  return run(process.execPath, ["--import", join(ROOT, "bin/watch-parent.mjs"), join(ROOT, script), ...args], env);
}

async function step(name, wanted, isThere, say, words, work) {
  if (readStamp(name) === wanted && isThere()) return false;
  say(words);
  try {
    await work();
  } catch (error) {
    const full = /ENOSPC|no space left/i.test(error.message);
    throw new StartError(
      `${words}: that failed. ${full ? "The disk is full." : ""}`.trim(),
      full ? "Make room, and start again." : error.message.replaceAll("\n", "\n  "),
    );
  }
  writeStamp(name, wanted);
  return true;
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Installs the packages of the lockfile when they are not those that stand in node_modules. */
export function install(say) {
  const wanted = hashOf(["package-lock.json", ".npmrc"], `${process.platform} ${process.arch}`);
  // What npm wrote last tells of an install that was not ours, too.
  const isThere = () => existsSync(join(ROOT, "node_modules", ".package-lock.json"));
  const upToDate = () => {
    if (!isThere() || readStamp("install") !== "") return;
    const theirs = JSON.parse(readFileSync(join(ROOT, "node_modules", ".package-lock.json"), "utf8")).packages;
    const ours = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
    const differs = Object.entries(ours).some(
      ([path, entry]) => path !== "" && !entry.optional && theirs[path]?.version !== entry.version,
    );
    if (!differs) writeStamp("install", wanted);
  };
  upToDate();
  return step("install", wanted, isThere, say, "Installing packages", () => run(npm, ["ci", "--ignore-scripts"]));
}

/** Generates the Prisma client. Its command asks for an engine it does not use here: any file that exists will do. */
export function generate(say) {
  const wanted = hashOf(["prisma/schema.prisma"], readStamp("install"));
  const isThere = () => existsSync(join(ROOT, "lib/db/generated/client.ts"));
  return step("generate", wanted, isThere, say, "Preparing the database client", () =>
    runScript("node_modules/prisma/build/index.js", ["generate"], {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    }),
  );
}

/** Bundles what runs outside the web server; packages stay outside the bundles. */
export function bundle(say) {
  const entries = Object.entries(ENTRIES).filter(([, path]) => existsSync(join(ROOT, path)));
  const wanted = hashOf(["lib", "prisma", "bench", "bin/prepare.mjs"], readStamp("install"));
  const isThere = () => entries.every(([name]) => existsSync(join(BUNDLES, `${name}.mjs`)));
  return step("bundle", wanted, isThere, say, "Bundling the command and the worker", async () => {
    const require = createRequire(join(ROOT, "package.json"));
    const { build, stop } = await import(require.resolve("esbuild"));
    await build({
      absWorkingDir: ROOT,
      entryPoints: Object.fromEntries(entries),
      outdir: BUNDLES,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node20",
      sourcemap: "linked",
      // Every process of a bundle reads its map whole.
      sourcesContent: false,
      alias: { "@": ROOT },
      logLevel: "silent",
    }).finally(stop);
  });
}

/** Builds the pages for production. */
export function buildPages(say) {
  const wanted = hashOf(PAGES, readStamp("install"));
  const isThere = () => existsSync(join(ROOT, ".next", "BUILD_ID"));
  return step("pages", wanted, isThere, say, "Building the pages", () =>
    runScript("node_modules/next/dist/bin/next", ["build"], { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" }),
  );
}
