import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { CASE_TITLE, expect, test } from "./incident";
import { untilReady } from "./ready-page";

const NOBODY = { storageState: { cookies: [], origins: [] } };

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
}

async function ask(page: Page, path: string, note: string): Promise<void> {
  await page.goto(`${path}/review`);
  await page.getByRole("checkbox", { name: /^Rita/ }).check();
  await page.getByLabel("Note").fill(note);
  await page.getByRole("button", { name: "Ask for review" }).click();
  await expect(page.getByRole("heading", { name: "A review is under way" })).toBeVisible();
}

test("a lead asks for a review, and a reviewer sends the case back with a reason", async ({
  page,
  browser,
  incident,
}) => {
  expect(incident.document.instances.length).toBeGreaterThan(0);
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
  await theirs.close();
});
