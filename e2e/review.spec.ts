import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { unzip } from "@/lib/exports/test-zip";
import { CASE_TITLE, expect, test } from "./incident";
import { untilReady } from "./ready-page";

const NOBODY = { storageState: { cookies: [], origins: [] } };

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
}

async function summarise(page: Page, path: string, words: string): Promise<void> {
  await page.goto(`${path}/report`);
  await page.getByRole("textbox", { name: "Summary" }).fill(words);
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(page.getByText("What leaves is made so.")).toBeVisible();
  await expect(page.frameLocator('iframe[title="Preview of the report"]').getByText(words)).toBeVisible();
}

async function ask(page: Page, path: string, note: string): Promise<void> {
  await page.goto(`${path}/review`);
  await page.getByRole("checkbox", { name: /^Rita/ }).check();
  await page.getByLabel("Note").fill(note);
  await page.getByRole("button", { name: "Ask for review" }).click();
  await expect(page.getByRole("heading", { name: "A review is under way" })).toBeVisible();
}

test("a case is reviewed, sent back, mended, approved and frozen, and leaves as a bundle that checks itself", async ({
  page,
  browser,
  incident: { folder },
}, { outputDir }) => {
  await page.goto("/people");
  const email = `rita${process.env.TEST_PARALLEL_INDEX ?? ""}@example.net`;
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("status").locator("code").innerText();
  const theirs = await browser.newContext(NOBODY);
  const other = await theirs.newPage();
  await other.goto(link);
  await untilReady(other);
  await other.getByLabel("Your name").fill("Rita");
  await other.getByLabel("Password").fill("nine copper kettles");
  await other.getByRole("button", { name: "Create the account" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();

  await page.goto("/");
  const path = (await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href")) ?? "";
  await page.goto(`${path}/people`);
  await page.getByLabel("Person").selectOption({ label: `Rita (${email})` });
  await page.getByLabel("Role", { exact: true }).selectOption("reviewer");
  await page.getByRole("button", { name: "Put on the case" }).click();
  await expect(page.getByRole("row", { name: /Rita/ })).toContainText("Reviewer");
  await page.goto(`${path}/review`);
  await expect(page.getByText("Nothing is frozen yet").first()).toBeVisible();
  await expectAccessible(page);
  await ask(page, path, "Are the bytes right?");

  await other.goto(`${path}/review`);
  await untilReady(other);
  await expect(other.getByText("Are the bytes right?")).toBeVisible();
  const traffic = other.getByRole("region", { name: "Traffic" }).getByRole("listitem").first();
  await traffic.getByRole("button", { name: /^Object to/ }).click();
  await traffic.getByLabel(/^What is to be mended/).fill("Say what these bytes were.");
  await expect(other.getByRole("button", { name: "Approve and freeze" })).toBeDisabled();
  await expectAccessible(other);
  await other.getByRole("button", { name: "Send back" }).click();
  await expect(other.getByRole("heading", { name: "Sent back" })).toBeVisible();

  await page.goto(`${path}/review`);
  await expect(page.getByText("Say what these bytes were.").first()).toBeVisible();
  await summarise(page, path, "The bytes were an archive.");
  await ask(page, path, "The summary says it now.");
  await other.goto(`${path}/review`);
  await untilReady(other);
  await expect(other.getByText("The bytes were an archive.")).toBeVisible();
  await other.getByLabel("Your answer").fill("Good.");
  await other.getByRole("button", { name: "Approve and freeze" }).click();
  const versions = other.getByRole("table", { name: "Frozen versions" });
  await expect(versions.getByRole("row", { name: new RegExp(email) })).toBeVisible();
  await expect(other.getByText("The case says what version 1 says.")).toBeVisible();

  await summarise(page, path, "Something else entirely.");
  await page.goto(`${path}/review`);
  const area = page.getByRole("region", { name: "Case", exact: true });
  await expect(area.getByText("The bytes were an archive.")).toBeVisible();
  await expect(area.getByText("Something else entirely.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Report of version 1" }).click();
  const preview = page.frameLocator('iframe[title="Preview of the report"]');
  await expect(preview.getByText("The bytes were an archive.")).toBeVisible();
  await expect(preview.getByText("Signature (Ed25519)")).toBeVisible();

  await page.getByRole("button", { name: "Bundle that checks itself" }).click();
  const made = page.getByRole("link", { name: /^Download threadline-.*-version-1\.bundle\.zip/ });
  await expect(made).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  const taking = page.waitForEvent("download");
  await made.click();
  const bundle = join(outputDir, "bundle");
  for (const { name, bytes } of await unzip(readFileSync(await (await taking).path()))) {
    mkdirSync(dirname(join(bundle, name)), { recursive: true });
    writeFileSync(join(bundle, name), bytes);
  }
  const said = execFileSync(process.execPath, ["verify.mjs", "--originals", folder], { cwd: bundle, encoding: "utf8" });
  expect(said).toContain("All of it holds.");
  await theirs.close();
});
