import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { unzip } from "@/lib/exports/test-zip";
import { axeOf } from "./axe-of";
import { expect, investigateInto, test } from "./incident";
import { untilReady } from "./ready-page";

const CASE_TITLE = `Reviewed by three ${process.env.TEST_PARALLEL_INDEX ?? ""}.`;
const NOBODY = { storageState: { cookies: [], origins: [] } };

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await axeOf(page).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
}

/** Invites somebody, who signs up in a browser of their own, and puts them on the case. */
async function letIn(page: Page, browser: Browser, path: string, name: string, role: string): Promise<Page> {
  await page.goto("/people");
  const email = `${name.toLowerCase()}${process.env.TEST_PARALLEL_INDEX ?? ""}@example.net`;
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("status").locator("code").innerText();
  const other = await (await browser.newContext(NOBODY)).newPage();
  await other.goto(link);
  await untilReady(other);
  await other.getByLabel("Your name").fill(name);
  await other.getByLabel("Password").fill("nine copper kettles");
  await other.getByRole("button", { name: "Create the account" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();
  await page.goto(`${path}/people`);
  await page.getByLabel("Person").selectOption({ label: `${name} (${email})` });
  await page.getByLabel("Role", { exact: true }).selectOption(role);
  await page.getByRole("button", { name: "Put on the case" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText(role, { ignoreCase: true });
  return other;
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

test("three people take a case from an invitation by comments, a review and its bundle to its purge", async ({
  page,
  browser,
  incident: { folder },
}, { outputDir }) => {
  test.slow();
  const document = investigateInto(CASE_TITLE, folder);
  await page.goto("/");
  const path = (await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href")) ?? "";
  const other = await letIn(page, browser, path, "Rita", "reviewer");
  const third = await letIn(page, browser, path, "Ivo", "investigator");

  // What one writes stands on the page of another at once, and whom it names is told.
  await other.goto(`${path}/evidence`);
  await third.goto(`${path}/board`);
  await page.goto(`${path}/instances/${document.instances[0]?.instanceId}`);
  await page.getByRole("button", { name: /^Notes on i-/ }).click();
  const notes = page.getByRole("dialog", { name: "Notes" });
  await notes.getByLabel("Comment: Markdown, @ names someone").pressSequentially("Look at these bytes, @ri");
  await expect(notes.getByRole("option", { name: /Rita/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await expect(third.getByRole("list", { name: "Threads" })).toContainText("Look at these bytes, @Rita");
  await expect(other.getByRole("link", { name: "Notices, 1 unread" })).toBeVisible();
  await expect(third.getByRole("button", { name: "2 others are here" })).toBeVisible();

  await page.goto(`${path}/review`);
  await expect(page.getByText("Nothing is frozen yet").first()).toBeVisible();
  await expectAccessible(page);
  await third.goto(`${path}/review`);
  await untilReady(third);
  await ask(page, path, "Are the bytes right?");
  await expect(third.getByRole("heading", { name: "A review is under way" })).toBeVisible();
  await expect(other.getByRole("link", { name: "Notices, 2 unread" })).toBeVisible();

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
  await expect(third.getByText("Say what these bytes were.").first()).toBeVisible();

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
  await expect(versions.getByRole("row", { name: /rita\d*@example\.net/ })).toBeVisible();
  const seen = third.getByRole("table", { name: "Frozen versions" });
  await expect(seen.getByRole("row", { name: /rita\d*@example\.net/ })).toBeVisible();
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

  // What is purged is gone for all who look at it.
  await page.getByRole("button", { name: "Purge case" }).click();
  const purge = page.getByRole("dialog", { name: "Purge this case?" });
  await purge.getByRole("textbox").fill(CASE_TITLE);
  await purge.getByRole("button", { name: "Purge for good" }).click();
  await expect(page).toHaveURL("/");
  for (const one of [other, third]) {
    await expect(one.getByText(CASE_TITLE)).toHaveCount(0);
    expect((await one.reload())?.status()).toBe(404);
    await one.context().close();
  }
});
