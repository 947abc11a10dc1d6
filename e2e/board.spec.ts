import type { Page } from "@playwright/test";
import { axeOf, brokenRules } from "./axe-of";
import { expect, test } from "./incident";
import { instancePath } from "./instance-path";

const PASSWORD = "seven green umbrellas";
const HYPOTHESIS = "The role's credentials were taken from the instance.";

async function violationsOf(page: Page): Promise<string[]> {
  // A page that is drawn anew after a change has no title for a moment.
  await expect(page).toHaveTitle(/\S/);
  return await brokenRules(axeOf(page));
}

test("two share the work: tasks change hands, what is pinned is cited, and what was known is seen again", async ({
  page,
  browser,
  incident: { document },
}) => {
  test.slow();
  await page.goto("/people");
  await page.getByLabel("E-mail address").fill("walter@example.net");
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("status").locator("code").innerText();
  const theirs = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const other = await theirs.newPage();
  await other.goto(link);
  await other.getByLabel("Your name").fill("Walter");
  await other.getByLabel("Password").fill(PASSWORD);
  await other.getByRole("button", { name: "Create the account" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();
  const instance = await instancePath(page, document.instances[0]?.instanceId ?? "");
  const [path = ""] = /^\/cases\/[0-9a-f-]+/.exec(instance) ?? [];
  await page.goto(`${path}/people`);
  await page.getByLabel("Person").selectOption({ label: "Walter (walter@example.net)" });
  await page.getByLabel("Role", { exact: true }).selectOption("investigator");
  await page.getByRole("button", { name: "Put on the case" }).click();
  await expect(page.getByRole("row", { name: /Walter/ })).toContainText("Investigator");

  // A plan in one go; one of its tasks is given away, and is done by who it was given to.
  await page.goto(`${path}/tasks`);
  await expect(page.getByRole("heading", { name: "Nothing has been written down to do" })).toBeVisible();
  await page.getByRole("button", { name: "Add the plan for a compromised instance" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Add \d+ tasks$/ })
    .click();
  const tasks = page.getByRole("table", { name: "Tasks" });
  await expect(tasks.getByRole("row", { name: /Capture the memory/ })).toBeVisible();
  await page.getByLabel("Owner of Capture the memory").selectOption({ label: "Walter" });
  await page.getByRole("button", { name: "Edit Capture the memory" }).click();
  await page.getByRole("dialog").getByLabel(/^Due/).fill("2026-02-17 09:00");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(tasks.getByRole("row", { name: /Capture the memory/ })).toContainText("overdue by");
  expect(await violationsOf(page)).toEqual([]);
  await other.goto(`${path}/tasks?owner=walter%40example.net`);
  const own = other.getByRole("table", { name: "Tasks" });
  await expect(own.getByRole("row")).toHaveCount(2);
  await expect(other.getByRole("button", { name: "Add the plan for a compromised instance" })).toHaveCount(0);
  await other.getByLabel("State of Capture the memory").selectOption("done");
  await expect(other.getByRole("heading", { name: "No task fits" })).toBeVisible();
  await page.goto(`${path}/tasks?state=done`);
  await expect(tasks.getByRole("row", { name: /Capture the memory/ })).toContainText("Walter");

  // What no log tells stands over the lanes and on the board.
  const clock = Date.now();
  await page.goto(instance);
  await page.getByRole("button", { name: "Enter an event" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What happened").fill("A developer opened a debug port");
  await dialog.getByLabel(/^It happened/).fill("2026-02-16 22:45");
  await dialog.getByLabel(/^We knew/).fill("2026-02-17 08:30");
  await dialog.getByLabel("Who or what says so").fill("the change calendar");
  await dialog.getByRole("button", { name: "Enter the event" }).click();
  await expect(page.getByRole("list", { name: "Events entered by hand" })).toContainText(
    "A developer opened a debug port",
  );
  await expect(page.getByRole("link", { name: /^Entered by hand, .*debug port/ })).toBeVisible();

  // An event is pinned where it is seen; on the board it is cited.
  await page
    .getByRole("grid")
    .or(page.getByRole("table", { name: "Events" }))
    .first()
    .waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("complementary", { name: "Event" });
  await sheet.getByRole("button", { name: "Pin", exact: true }).click();
  await expect(sheet.getByRole("button", { name: "Pinned", exact: true })).toBeVisible();
  await page.goto(`${path}/board`);
  const pinned = page.getByRole("list", { name: "Pinned" }).getByRole("listitem");
  await expect(pinned).toHaveCount(1);
  await page.getByRole("button", { name: "Add a hypothesis" }).click();
  await dialog.getByLabel("What may have happened").fill(HYPOTHESIS);
  await dialog.getByRole("button", { name: "Add the hypothesis" }).click();
  const hypothesis = page.getByRole("list", { name: "Hypotheses" });
  await expect(hypothesis).toContainText(HYPOTHESIS);
  await pinned.getByRole("button", { name: /^Cite / }).click();
  await dialog.getByLabel("Why (optional)").fill("Nothing else had the address.");
  await dialog.getByRole("button", { name: "Cite it" }).click();
  await expect(hypothesis.getByRole("region", { name: "Speaks for it" })).toContainText(
    "Nothing else had the address.",
  );
  await hypothesis.getByRole("button", { name: /^Speaks against it: / }).click();
  await expect(hypothesis.getByRole("region", { name: "Speaks against it" })).toContainText("Nothing else had");
  await page.getByRole("button", { name: `Set state of ${HYPOTHESIS}` }).click();
  await dialog.getByLabel("State").selectOption("refuted");
  await dialog.getByRole("button", { name: "Set the state" }).click();
  await expect(hypothesis).toContainText("Refuted");
  expect(await violationsOf(page)).toEqual([]);

  await other.goto(`${path}/board?at=${new Date(clock).toISOString()}`);
  await expect(other.getByText("None had been written down.").first()).toBeVisible();
  await expect(other.getByText("Nothing had been pinned.")).toBeVisible();
  await expect(other.getByRole("list", { name: "Events entered by hand" })).toContainText("entered only later");
  await expect(other.getByRole("table", { name: "Tasks then" })).toContainText("Capture the memory");
  await expect(other.getByRole("table", { name: "Evidence then" }).getByRole("row").nth(1)).toBeVisible();
  await expect(other.getByRole("button", { name: "Add a hypothesis" })).toHaveCount(0);
  expect(await violationsOf(other)).toEqual([]);
  await other.getByRole("link", { name: "Back to now" }).click();
  await expect(other.getByRole("list", { name: "Hypotheses" })).toContainText(HYPOTHESIS);
  await theirs.close();
});
