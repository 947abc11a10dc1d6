import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOSTILE_INDICATOR, HOSTILE_INSTANCE, MARKUP, writeHostileLogs } from "./hostile-logs";
import { expect, test } from "./ready-page";

const TITLE = `Hostile ${MARKUP}`;
const HEAVIEST_PAGE_BYTES = 2_000_000;
// What must not stand in a page as it is: it changes how the text around it is read.
const INVISIBLE = /(?![\n\r\t])[\p{Cc}\p{Cf}]/u;

test("whatever an attacker writes into the logs, pages show it as text", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "threadline-hostile-"));
  try {
    writeHostileLogs(folder);
    const args = ["load", folder, "--case", TITLE, "--ip", HOSTILE_INDICATOR];
    execFileSync(process.execPath, ["bin/threadline.mjs", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const problems: string[] = [];
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (/evil\.example|\/x$/.test(request.url())) problems.push(`request: ${request.url()}`);
  });

  await page.goto("/");
  const base = (await page.getByRole("link", { name: TITLE }).getAttribute("href")) ?? "";
  const instance = `${base}/instances/${HOSTILE_INSTANCE}`;
  for (const path of [
    "/",
    base,
    `${instance}?tie=all&facets=on`,
    `${base}/search?q=*`,
    `${base}/evidence`,
    `${base}/ledger`,
    "/audit",
  ]) {
    const answer = await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect((await answer?.body())?.length ?? 0, `${path} is light`).toBeLessThan(HEAVIEST_PAGE_BYTES);
    expect(await page.evaluate(() => "pwned" in window), path).toBe(false);
    await expect(page.locator("img, iframe, object, embed"), path).toHaveCount(0);
    const text = await page.evaluate(() => document.body.innerText);
    expect.soft(INVISIBLE.exec(text)?.[0], `${path} shows what is invisible`).toBeUndefined();
    const { width, inner } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      inner: window.innerWidth,
    }));
    expect(width, `${path} is not wider than the window`).toBeLessThanOrEqual(inner);
  }
  expect(problems).toEqual([]);
});
