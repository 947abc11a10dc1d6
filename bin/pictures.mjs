#!/usr/bin/env node
// npm run pictures [-- FOLDER]: a picture of every page, in both themes at three widths, of a Threadline of its own with
// the sample incident; of some, with --only NAME,NAME. With --readme it takes the two that README shows, and nothing else.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { findBrowser } from "./browser.mjs";
import { buildPages, bundle, checkNode, generate, install, ROOT } from "./prepare.mjs";
import { startTrialApp } from "./trial-app.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { readme: { type: "boolean", default: false }, only: { type: "string" } },
});
const forReadme = options.readme;
const only = options.only?.split(",");
const folder = resolve(positionals[0] ?? "pictures");
const THEMES = ["light", "dark"];
const WIDTHS = [390, 1280, 1920];
const HEIGHT = 900;
const TALLEST = 2_600;
const SCALE = "0.2";
const OPENS_WITHIN_MS = 2_000;
/** What their addresses end with, and their pictures are called. */
const OF_A_CASE = [
  ...["detections", "ledger", "network", "sessions", "search", "board", "comments", "tasks", "coverage"],
  ...["evidence", "fetch", "people", "review", "report"],
];
const OF_NO_CASE = ["findings", "connections", "reference", "people", "retention", "audit", "account", "notices"];
const OWNER = { name: "Ada Byron", email: "ada@threadline.example", password: "pictures of every page" };

function threadline(dataDir, ...args) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, "bin/threadline.mjs"), ...args], {
      env: { ...process.env, THREADLINE_DATA_DIR: dataDir, DATABASE_URL: "" },
      stdio: ["ignore", "inherit", "ignore"],
    });
    child.once("error", fail);
    child.once("close", (code) => (code === 0 ? done() : fail(new Error(`threadline ${args[0]} ended with ${code}`))));
  });
}

/** Waits until what the page reads on its own is there and its fonts are drawn. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
}

/** Takes one view in both themes at all widths. `prepare` brings the page to where it is to be seen. */
async function take(page, name, path, prepare = () => undefined) {
  if (only?.includes(name) === false) return;
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize({ width, height: HEIGHT });
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await settled(page);
      await prepare(page, width);
      await settled(page);
      const overlaid = await page.evaluate(() => document.querySelector("dialog[open], :popover-open, aside") !== null);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.screenshot({
        path: join(folder, `${name}-${width}-${colorScheme}.png`),
        ...(overlaid ? {} : { fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) } }),
      });
    }
  }
  console.log(`  ${name}`);
}

async function createOwner(page, token) {
  await page.goto(`/welcome?token=${token}`);
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("heading", { level: 1, name: "Cases" }).waitFor();
}

/** The addresses of the sample's case and of the instance that sent most. */
async function findPaths(page) {
  await page.goto("/");
  const base = await page.getByRole("table", { name: "Cases" }).getByRole("link").first().getAttribute("href");
  await page.goto(base);
  const instances = page.getByRole("table", { name: "Instances that met the address" });
  const instance = await instances.getByRole("link").first().getAttribute("href");
  return { base, instance };
}

/** Presses keys until what they open is there: a page hears them a moment after it shows. */
const open = (keys) => async (page) => {
  const dialog = page.getByRole("dialog");
  while (!(await dialog.isVisible())) {
    await page.keyboard.press(keys);
    await dialog.waitFor({ timeout: OPENS_WITHIN_MS }).catch(() => undefined);
  }
};

async function openEvent(page) {
  const events = page.getByRole("table", { name: /^Events of the instance/ });
  // A row that opens itself is a group; one that does not opens its event.
  await events.locator("tbody button:not([aria-expanded])").first().click();
  await page.getByRole("complementary", { name: "Event" }).waitFor();
}

async function takeAll(browser, baseURL, app, dataDir, scratch) {
  const page = await browser.newPage({ baseURL });
  await take(page, "welcome", "/welcome");
  await createOwner(page, app.setupToken);
  const stranger = await browser.newPage({ baseURL });
  await take(stranger, "sign-in", "/sign-in");
  await stranger.close();
  await take(page, "cases-empty", "/");
  await threadline(dataDir, "sample", join(scratch, "sample"), "--scale", SCALE, "--load");
  const { base, instance } = await findPaths(page);
  await take(page, "cases", "/");
  await take(page, "new-case", "/cases/new");
  await take(page, "case", base);
  await take(page, "instance", instance);
  await take(page, "instance-event", instance, openEvent);
  for (const name of OF_A_CASE) await take(page, name, `${base}/${name}`);
  for (const name of OF_NO_CASE) await take(page, `all-${name}`, `/${name}`);
  await take(page, "not-found", "/nowhere");
  await take(page, "palette", base, open("Control+k"));
  await take(page, "keys", instance, open("?"));
  await take(page, "more", base, (on) => on.getByRole("button", { name: "More" }).click());
}

async function takeForReadme(browser, baseURL, app, dataDir, scratch) {
  const page = await browser.newPage({ baseURL, viewport: { width: 1600, height: 1000 } });
  await createOwner(page, app.setupToken);
  await threadline(dataDir, "sample", join(scratch, "sample"), "--load");
  const { base } = await findPaths(page);
  await page.goto(base);
  // The one that met the address in every way has most to show.
  const met = page.getByRole("table", { name: "Instances that met the address" }).getByRole("row", { name: /finding/ });
  const instance = await met.getByRole("link").first().getAttribute("href");
  for (const [colorScheme, name] of [
    ["light", "instance.png"],
    ["dark", "instance-dark.png"],
  ]) {
    await page.emulateMedia({ colorScheme });
    await page.goto(instance);
    await settled(page);
    await openEvent(page);
    await settled(page);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: join(ROOT, "docs/pictures", name) });
  }
}

async function main() {
  checkNode();
  await install(console.log);
  await generate(console.log);
  await bundle(console.log);
  await buildPages(console.log);
  const { executablePath, env } = await findBrowser();
  const scratch = mkdtempSync(join(tmpdir(), "threadline-pictures-"));
  const dataDir = join(scratch, "data");
  const app = await startTrialApp(dataDir);
  let browser;
  try {
    if (!app.running) throw new Error("Threadline did not start.");
    browser = await chromium.launch({
      executablePath,
      env: { ...process.env, ...env },
      args: ["--no-sandbox", "--disable-gpu"],
    });
    if (!forReadme) mkdirSync(folder, { recursive: true });
    await (forReadme ? takeForReadme : takeAll)(browser, `http://127.0.0.1:${app.port}`, app, dataDir, scratch);
    console.log(`The pictures are in ${forReadme ? join(ROOT, "docs/pictures") : folder}`);
  } finally {
    await browser?.close();
    await app.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();
