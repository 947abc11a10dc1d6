import type { Page } from "@playwright/test";
import { axeOf, brokenRules } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";

const NOBODY = { storageState: { cookies: [], origins: [] } };
const PASSWORD = "seven green umbrellas";

async function expectAccessible(page: Page): Promise<void> {
  expect(await brokenRules(axeOf(page))).toEqual([]);
}

/** Flags a name in the case whose page is open. */
async function flag(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Edit case" }).click();
  const form = page.getByRole("form", { name: "Flag more" });
  await form.getByLabel("Flag more addresses or names").fill(name);
  await form.getByRole("button").click();
  await expect(page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  await page.keyboard.press("Escape");
}

const flagged = (page: Page, name: string) =>
  page.getByRole("region", { name: "About this case" }).getByRole("link", { name });

test("someone is invited, is put on a case, sees what their role allows, and is taken off again", async ({
  page,
  browser,
  incident: { document },
}) => {
  await page.goto("/");
  const path = (await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href")) ?? "";
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "People" })).toBeVisible();
  await page.getByLabel("E-mail address").fill("vera@example.net");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("status").locator("code").innerText();
  await expect(page.getByRole("list", { name: "Open invitations" })).toContainText("vera@example.net");
  await expect(page.getByRole("button", { name: "Make the link" })).toBeEnabled();
  await expectAccessible(page);

  const theirs = await browser.newContext(NOBODY);
  const other = await theirs.newPage();
  await other.goto(link);
  await expectAccessible(other);
  await other.getByLabel("Your name").fill("Vera");
  await other.getByLabel("Password").fill("password12345");
  await other.getByRole("button", { name: "Create the account" }).click();
  await expect(other.getByText("This password is easily guessed.")).toBeFocused();
  await other.getByLabel("Password").fill(PASSWORD);
  await other.getByRole("button", { name: "Create the account" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();
  await expect(other.getByText(CASE_TITLE)).toHaveCount(0);
  const instance = `${path}/instances/${document.instances[0]?.instanceId}`;
  for (const hidden of [path, `${path}/evidence`, instance]) {
    expect((await other.goto(hidden))?.status(), hidden).toBe(404);
    await expect(other.getByText(CASE_TITLE)).toHaveCount(0);
  }
  await other.goto("/people");
  await expect(other.getByRole("heading", { level: 1, name: "There is no such page" })).toBeVisible();
  await other.goto(link);
  await expect(other.getByRole("heading", { level: 1, name: "This link does not work any more" })).toBeVisible();

  await page.goto(`${path}/people`);
  await page.getByLabel("Person").selectOption({ label: "Vera (vera@example.net)" });
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Put on the case" }).click();
  const people = page.getByRole("table", { name: "People on this case" });
  await expect(people.getByRole("row", { name: /Vera/ })).toContainText("Viewer");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Leave the case" }).click();
  await expect(page.getByText("A case needs a lead")).toBeVisible();

  await other.goto(`${path}/evidence`);
  await expect(other.getByRole("table", { name: "Files" })).toBeVisible();
  for (const name of ["Close case", "Purge case", "Edit case", "Check the originals"]) {
    await expect(other.getByRole("button", { name })).toHaveCount(0);
  }
  await expect(other.getByRole("button", { name: /^Remove / })).toHaveCount(0);

  // Without being asked, and with who did it: the line stands for a while only, so it is waited for from before.
  const line = other.getByRole("status", { name: "What others do" });
  const told = expect(line).toContainText("Role in the case changed");
  await page.getByLabel("Role of Vera").selectOption("investigator");
  await told;
  await expect(people.getByRole("row", { name: /Vera/ })).toContainText("evidence, indicators");
  await expect(other.getByRole("button", { name: "Edit case" })).toBeVisible();

  // Who is here, and where; the list leads there.
  await page.getByRole("button", { name: "Vera is here: Evidence" }).click();
  await expectAccessible(page);
  await page.getByRole("list", { name: "Also here" }).getByRole("link", { name: "Evidence" }).click();
  await expect(page).toHaveURL(`${path}/evidence`);
  await expect(other.getByRole("button", { name: /is here: Evidence$/ })).toBeVisible();

  // What is being written stays while the page is made anew below it.
  await other.getByRole("button", { name: "Edit case" }).click();
  const title = other.getByRole("dialog").getByLabel("Name", { exact: true });
  await title.fill("Half a sentence");
  await Promise.all([expect(line).toContainText("live-one.example"), flag(page, "live-one.example")]);
  await expect(title).toHaveValue("Half a sentence");
  await expect(title).toBeFocused();
  await other.keyboard.press("Escape");
  await expect(flagged(other, "live-one.example")).toBeVisible();

  // A connection that is lost is said so, and nothing is missed.
  await theirs.setOffline(true);
  await expect(line).toContainText("The connection is lost");
  await flag(page, "live-two.example");
  await theirs.setOffline(false);
  await expect(flagged(other, "live-two.example")).toBeVisible();
  await expect(line).not.toContainText("The connection is lost");
  await other.goto("/");
  await expect(page.getByRole("button", { name: /is here/ })).toHaveCount(0);
  await flag(page, "live-three.example");
  // The first look: what was before it is not new.
  const seen = other.waitForResponse((answer) => answer.request().headers()["next-action"] !== undefined);
  await other.goto(path);
  await seen;
  const news = other.locator("section", { has: other.getByRole("heading", { name: "New since you last looked" }) });
  await expect(news).toHaveCount(0);
  await other.goto("/");
  await flag(page, "live-four.example");
  await other.goto(path);
  await expect(news).toContainText("live-four.example");
  await expect(news).not.toContainText("live-two.example");
  await expectAccessible(other);
  await expect(async () => {
    await other.reload();
    await expect(news).toHaveCount(0);
  }).toPass();

  await page.goto(`${path}/people`);
  await page.getByRole("button", { name: "Take off Vera" }).click();
  await expect(people.getByRole("row", { name: /Vera/ })).toHaveCount(0);
  await expect(other.getByText(CASE_TITLE)).toHaveCount(0);
  expect((await other.reload())?.status()).toBe(404);
  await theirs.close();
});
