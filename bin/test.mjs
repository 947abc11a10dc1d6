#!/usr/bin/env node
// npm test: installs what is missing, then static checks, unit and database tests, and journeys in a real browser
// against a production build. Ends with one line that counts them all.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checks } from "./checks.mjs";
import { waitForLock } from "./lock.mjs";
import { buildPages, bundle, checkNode, generate, install, ROOT } from "./prepare.mjs";
import { startTrialApp } from "./trial-app.mjs";

checkNode();
const startedAt = Date.now();
const say = (line) => console.log(`\n— ${line} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
const total = { passed: 0, failed: 0 };

function run(args, env = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", 1, 1],
    });
    child.once("error", () => done(1));
    child.once("close", (code) => done(code ?? 1));
  });
}

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  // A runner that ran nothing proves nothing.
  if (passed + failed === 0) total.failed += 1;
  console.log(`${name}: ${passed} passed, ${failed} failed`);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

async function staticChecks() {
  for (const { name, command } of checks) {
    say(name);
    const code = await run(command);
    count(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
  }
}

async function vitest(name, projects, folder) {
  say(`${name} tests`);
  const outputFile = join(folder, `${name}.json`);
  const code = await run([
    "node_modules/vitest/vitest.mjs",
    "run",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${outputFile}`,
  ]);
  const report = readReport(outputFile);
  const failed = report?.numFailedTests ?? 1;
  // A file that could not be read at all fails without a test of its own.
  const failedFiles =
    report?.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
    ).length ?? 0;
  count(name, report?.numPassedTests ?? 0, Math.max(failed + failedFiles, code === 0 ? 0 : 1));
}

async function journeys() {
  const { findBrowser } = await import("./browser.mjs");
  const browser = await findBrowser();
  const dataDir = mkdtempSync(join(tmpdir(), "threadline-e2e-"));
  const app = await startTrialApp(dataDir);
  try {
    if (!app.running) return count("journeys", 0, 1);
    say("journeys");
    const environment = {
      ...browser.env,
      THREADLINE_CHROMIUM: browser.executablePath,
      THREADLINE_TEST_PORT: String(app.port),
      THREADLINE_TEST_SETUP_TOKEN: app.setupToken,
      THREADLINE_DATA_DIR: dataDir,
      DATABASE_URL: "",
    };
    const code = await run(["node_modules/@playwright/test/cli.js", "test"], environment);
    const stats = readReport(join(ROOT, "test-results/e2e.json"))?.stats;
    const passed = stats?.expected ?? 0;
    count("journeys", passed, Math.max((stats?.unexpected ?? 0) + (stats?.flaky ?? 0), code === 0 ? 0 : 1));
  } finally {
    await app.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Builds what the journeys run against. A build that fails does not keep the other tests from being run. */
async function production() {
  say("production build");
  try {
    await bundle(say);
    await buildPages(say);
    count("production build", 1, 0);
    return true;
  } catch (error) {
    console.error(error.message);
    count("production build", 0, 1);
    return false;
  }
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "threadline-reports-"));
  try {
    const built = await waitForLock(join(ROOT, ".threadline", "prepare.lock"));
    let isBuilt;
    try {
      await install(say);
      await generate(say);
      isBuilt = await production();
    } finally {
      built();
    }
    await staticChecks();
    await vitest("unit", ["unit"], folder);
    await vitest("db", ["db", "db apart"], folder);
    if (isBuilt) await journeys();
  } catch (error) {
    console.error(error.name === "StartError" ? error.message : error);
    total.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 ? 0 : 1);
}

main();
