import type { Locator, Page } from "@playwright/test";
import { axeOf, brokenRules } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";

const NOBODY = { storageState: { cookies: [], origins: [] } };
const PASSWORD = "seven green umbrellas";

async function expectAccessible(page: Page): Promise<void> {
  // While a page is made anew its title is, too.
  await expect(page).toHaveTitle(/\S/);
  expect(await brokenRules(axeOf(page))).toEqual([]);
}

/** Lets somebody in by a link and puts them on the case. */
async function letIn(page: Page, other: Page, path: string, name: string): Promise<void> {
  await page.goto("/people");
  await page.getByLabel("E-mail address").fill(`${name.toLowerCase()}@example.net`);
  await page.getByRole("button", { name: "Make the link" }).click();
  await other.goto(await page.getByRole("status").locator("code").innerText());
  await other.getByLabel("Your name").fill(name);
  await other.getByLabel("Password").fill(PASSWORD);
  await other.getByRole("button", { name: "Create the account" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();
  await page.goto(`${path}/people`);
  await page.getByLabel("Person").selectOption({ label: `${name} (${name.toLowerCase()}@example.net)` });
  await page.getByLabel("Role", { exact: true }).selectOption("reviewer");
  await page.getByRole("button", { name: "Put on the case" }).click();
  await expect(page.getByRole("table", { name: "People on this case" })).toContainText(name);
}

const commentOf = (within: Locator, text: string) => within.getByRole("article").filter({ hasText: text });

test("two people pin, comment, name each other, settle, and edit one text at the same time", async ({
  page,
  browser,
  incident: { document },
}) => {
  test.slow();
  await page.goto("/");
  const path = (await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href")) ?? "";
  const theirs = await browser.newContext({ ...NOBODY, viewport: { width: 1280, height: 800 } });
  const other = await theirs.newPage();
  await letIn(page, other, path, "Nora");
  const instance = `${path}/instances/${document.instances[0]?.instanceId}`;
  await other.goto(`${path}/evidence`);

  await page.goto(instance);
  const table = page.getByRole("region", { name: "Events of the instance" });
  await table.focus();
  // Others of these journeys pin the first row.
  for (const key of ["j", "j", "j", "p"]) await page.keyboard.press(key);
  const row = table.getByRole("row").nth(3);
  await expect(row.getByText("pinned")).toBeAttached();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Comments and tags of the row");
  await page.keyboard.press("Escape");

  await row.getByRole("button").focus();
  await page.keyboard.press("c");
  const notes = page.getByRole("dialog", { name: "Notes" });
  const field = notes.getByLabel("Comment: Markdown, @ names someone");
  await expect(field).toBeFocused();
  await field.pressSequentially("<b>bold</b> [go](javascript:alert(1)) **look** @no");
  await expect(notes.getByRole("option", { name: /Nora/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue(/@Nora $/);
  await page.keyboard.press("Control+Enter");
  const first = commentOf(notes, "look");
  await expect(first.locator("strong")).toHaveText("look");
  await expect(first.locator("mark")).toHaveText("@Nora");
  await expect(first).toContainText("<b>bold</b>");
  await expect(first.getByRole("link")).toHaveCount(0);
  await notes.getByRole("button", { name: "amber" }).click();
  await notes.getByLabel("Tag", { exact: true }).fill("First Contact");
  await notes.getByRole("button", { name: "Add" }).click();
  await expect(notes.getByRole("list", { name: "Tags" })).toContainText("first contact");
  await notes.getByRole("button", { name: /^Task about / }).click();
  const asked = page.getByRole("dialog", { name: "Add a task about this" });
  await asked.getByLabel("What is to be done").fill("Image the host");
  await expectAccessible(page);
  await asked.getByRole("button", { name: "Add the task" }).click();
  await expect(notes.getByRole("list", { name: "Tasks" })).toContainText("Image the hostOpen · nobody yet");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(row.getByText(/pinned · amber · tagged first contact · 1 comment · 1 task to do/)).toBeAttached();

  // She is told without asking, follows the mention, replies, and settles the thread.
  await other.getByRole("link", { name: "Notices, 1 unread" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
  await expectAccessible(other);
  await other.getByRole("link", { name: /^Unread: .* named you: / }).click();
  await expect(other.getByRole("link", { name: "Notices", exact: true })).toBeVisible();
  await other.goto(`${path}/comments`);
  await other.getByRole("link", { name: /^1 thread on / }).click();
  const main = other.getByRole("main");
  await main.getByRole("button", { name: "Reply" }).click();
  await main.getByLabel("Reply: Markdown, @ names someone").fill("The host sent data.");
  await main.getByRole("button", { name: "Reply", exact: true }).click();
  await expect(commentOf(main, "The host sent data.").last()).toBeVisible();
  await main.getByRole("button", { name: "Settle" }).click();
  await expect(main.getByText("settled", { exact: true })).toBeVisible();
  await expectAccessible(other);

  // Both edit her reply: words at different places go together, the same words are laid side by side.
  await page.goto(other.url());
  const [mine, hers] = [page.getByRole("main"), main];
  const begin = async (within: Locator) => {
    await commentOf(within, "sent data").last().getByRole("button", { name: "Edit" }).click();
    return within.getByLabel("Comment", { exact: true });
  };
  const [ours, herField] = [await begin(mine), await begin(hers)];
  await herField.fill("The web host sent data.");
  await hers.getByRole("button", { name: "Save", exact: true }).click();
  await expect(commentOf(hers, "The web host sent data.").last()).toBeVisible();
  await ours.fill("The host sent data. Twice.");
  await mine.getByRole("button", { name: "Save", exact: true }).click();
  await expect(mine.getByText("Kept together with what someone else changed meanwhile.")).toBeVisible();
  await expect(commentOf(mine, "The web host sent data. Twice.").last()).toBeVisible();

  await other.reload();
  const [again, herAgain] = [await begin(mine), await begin(hers)];
  await herAgain.fill("The mail host sent data. Twice.");
  await hers.getByRole("button", { name: "Save", exact: true }).click();
  await expect(commentOf(hers, "The mail host").last()).toBeVisible();
  await again.fill("The proxy host sent data. Twice.");
  await mine.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = mine.getByRole("alert").filter({ hasText: "Nothing is lost" });
  await expect(conflict).toContainText("The mail host sent data. Twice.");
  await expect(again).toHaveValue("The proxy host sent data. Twice.");
  await expectAccessible(page);
  await conflict.getByRole("button", { name: "Put both into mine" }).click();
  await mine.getByRole("button", { name: "Save", exact: true }).click();
  await expect(commentOf(mine, "The proxy host").last()).toContainText("The mail host");

  await page.goto(`${path}/board`);
  await expect(page.getByRole("list", { name: "Pinned" })).toContainText("first contact");
  await page.goto(`${path}/tasks`);
  const about = page.getByRole("row", { name: /^Image the host/ }).getByRole("link", { name: /records: / });
  await expect(about).toHaveAttribute("href", instance);
  await theirs.close();
});
