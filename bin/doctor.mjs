// threadline doctor: looks at everything an installation rests on and says what is wrong, in a line each. Works when
// nothing else does: it needs no installed package to begin.
import { existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { INSTALLED, PACKAGE, PACKAGED } from "./browser.mjs";
import { dataFolderMode } from "./data-folder.mjs";
import { lockHolder } from "./lock.mjs";
import { BUNDLES, ROOT } from "./prepare.mjs";

const findings = [];

function report(state, what, next = "") {
  findings.push({ state, what, next });
  console.log(`${state.padEnd(7)} ${what}${next ? `\n        ${next}` : ""}`);
}

function modeOf(path) {
  return (statSync(path).mode & 0o777).toString(8);
}

function checkInstall() {
  const listed = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(listed)) return report("problem", "The packages are not installed.", "npm start installs them.");
  const theirs = JSON.parse(readFileSync(listed, "utf8")).packages;
  const ours = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  const differing = Object.entries(ours).filter(
    ([path, entry]) => path !== "" && !entry.optional && theirs[path]?.version !== entry.version,
  );
  if (differing.length > 0) {
    return report(
      "problem",
      `${differing.length} installed packages are not those of the lockfile.`,
      "npm start puts them right.",
    );
  }
  report("ok", "The packages are those of the lockfile.");
}

/** Only the tests need one; loading it may mean unpacking it, so this only looks. */
function checkBrowser() {
  const named = process.env.THREADLINE_CHROMIUM;
  if (named && !existsSync(named)) {
    return report("problem", `THREADLINE_CHROMIUM names ${named}, which is not there.`, "Correct it, or unset it.");
  }
  const found = named || (PACKAGED && existsSync(PACKAGE) ? PACKAGE : INSTALLED.find((path) => existsSync(path)));
  if (found) report("ok", `The tests have a browser (${found}).`);
  else report("note", "The tests have no browser.", "Install Chromium, or name one: THREADLINE_CHROMIUM=/path.");
}

function checkBuild() {
  const pages = existsSync(join(ROOT, ".next", "BUILD_ID"));
  const bundles = existsSync(join(BUNDLES, "threadline.mjs"));
  if (pages && bundles) report("ok", "Pages and commands are built.");
  else report("note", "Not everything is built yet.", "npm start builds what is missing.");
}

function checkDataFolder(dataDir) {
  if (!existsSync(dataDir)) return report("note", `There is no data folder yet (${dataDir}).`, "npm start makes it.");
  const mode = dataFolderMode(dataDir).toString(8);
  if (modeOf(dataDir) !== mode) {
    report("problem", `${dataDir} has mode ${modeOf(dataDir)}, not ${mode}.`, `chmod ${mode} ${dataDir}`);
  } else report("ok", "The data folder is closed to others.");
  const secrets = join(dataDir, "secrets.json");
  if (existsSync(secrets) && modeOf(secrets) !== "600") {
    report(
      "problem",
      `${secrets} has mode ${modeOf(secrets)}: others may read the database passwords.`,
      `chmod 600 ${secrets}`,
    );
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const gigabytes = (bavail * bsize) / 1e9;
  if (gigabytes < 0.5)
    report("problem", `Only ${gigabytes.toFixed(1)} GB are free there.`, "Make room: 0.5 GB at least.");
  else report(gigabytes < 10 ? "note" : "ok", `${gigabytes.toFixed(0)} GB are free there.`);
}

async function checkServer(settings) {
  const holder = lockHolder(join(settings.dataDir, "start.lock"));
  if (holder) {
    const address = join(settings.dataDir, "address");
    if (!existsSync(address)) {
      return report("note", `Threadline is starting (process ${holder.pid}).`, "A first start takes about a minute.");
    }
    const url = readFileSync(address, "utf8");
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) report("ok", `Threadline runs (process ${holder.pid}) and answers at ${url}.`);
    else
      report(
        "problem",
        `Threadline runs (process ${holder.pid}) but ${url} ${answer ? `answers ${answer.status}` : "does not answer"}.`,
        "Its terminal says why.",
      );
    return;
  }
  const taken = await new Promise((done) => {
    const server = createServer();
    server.once("error", (error) => done(error.code));
    server.listen(settings.port, settings.host, () => server.close(() => done(null)));
  });
  if (taken)
    report(
      "problem",
      `Port ${settings.port} on ${settings.host} cannot be had (${taken}).`,
      "Set PORT or HOST to another, or stop what holds it.",
    );
  else report("ok", `Threadline does not run; port ${settings.port} is free.`);
}

async function lookInside(client, isEmbedded) {
  const { readMigrations } = await import("./migrate.mjs");
  const { rows } = await client.query(
    "SELECT current_setting('server_version') AS version, to_regclass('_prisma_migrations') IS NOT NULL AS has_schema",
  );
  const { version, has_schema: hasSchema } = rows[0];
  report("ok", `The ${isEmbedded ? "embedded " : ""}database answers (PostgreSQL ${version}).`);
  if (!hasSchema) return report("note", "It is empty.", "npm start fills it.");
  const applied = await client.query(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  const names = applied.rows.map(({ name }) => name);
  const known = readMigrations().map(({ name }) => name);
  const missing = known.filter((name) => !names.includes(name));
  if (names.some((name) => !known.includes(name))) {
    report("problem", "It was made by a newer Threadline.", "Use that one, or another database.");
  } else if (missing.length > 0) report("note", `It lacks ${missing.length} steps.`, "npm start brings it up to date.");
  else report("ok", "It is up to date.");
  if (missing.length > 0) return;
  const { rows: audit } = await client.query("SELECT audit_is_enforced() AS enforced");
  if (!audit[0].enforced) {
    report(
      "note",
      "The audit trail is not enforced: the app's role owns it.",
      "Give the app a role of its own; README has the two URLs.",
    );
  }
}

async function checkDatabase(settings) {
  const { openDatabase } = await import("./database.mjs");
  let database;
  try {
    database = await openDatabase(settings, { bringUpToDate: false });
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: database.env.DATABASE_URL });
    await client.connect();
    try {
      await lookInside(client, database.embedded);
    } finally {
      await client.end();
    }
  } catch (error) {
    const [problem, next] = error.message.split("\n  ");
    report("problem", problem, next);
  } finally {
    await database?.stop();
  }
}

/** @returns {Promise<number>} exit status: 1 when there is a problem */
export async function doctor() {
  report("ok", `Node.js ${process.versions.node} on ${process.platform} ${process.arch}.`);
  if (process.platform !== "linux")
    report("note", "Threadline is proven on Linux only; here the same code runs untested.");
  checkInstall();
  checkBuild();
  checkBrowser();
  let settings;
  try {
    const { readSettings } = await import("./settings.mjs");
    settings = readSettings();
  } catch (error) {
    const [problem, next] = error.message.split("\n  ");
    report("problem", problem, next);
    return 1;
  }
  checkDataFolder(settings.dataDir);
  await checkServer(settings);
  const hasDatabase = settings.databaseUrl || existsSync(join(settings.dataDir, "postgres"));
  if (hasDatabase && existsSync(join(ROOT, "node_modules", "pg"))) await checkDatabase(settings);
  const problems = findings.filter((finding) => finding.state === "problem").length;
  console.log(problems === 0 ? "\nAll is well." : `\n${problems} problem${problems === 1 ? "" : "s"}.`);
  return problems === 0 ? 0 : 1;
}
