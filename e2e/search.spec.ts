import type { Page } from "@playwright/test";
import type { EventStart } from "@/lib/timeline/events/event.types";
import { INSTANCES } from "@/prisma/incidents/web-tier/world";
import { axeOf, brokenRules } from "./axe-of";
import { expect, test } from "./incident";
import { instancePath } from "./instance-path";

const tableOf = (page: Page) => page.getByRole("region", { name: "Events of the instance" });
const fieldOf = (page: Page) => page.getByRole("searchbox", { name: "Search the events" });
const editorOf = (page: Page) => page.locator(".cm-content");
const queryOf = (page: Page) => new URL(page.url()).searchParams.get("q");

/** Into the editor, with what it comes with. */
async function enterEditor(page: Page): Promise<void> {
  await page.keyboard.press("/");
  await expect(editorOf(page)).toBeFocused();
}

test("a query is completed from the case's own values, and a mistake is underlined with what was expected", async ({
  page,
  incident: { document },
}) => {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.goto(`${await instancePath(page, document.instances[0]?.instanceId ?? "")}?tie=all&group=off`);
  await enterEditor(page);
  await page.keyboard.type("ap");
  await expect(page.getByRole("option", { name: /^api:/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("getq");
  const offered = page.getByRole("option", { name: /^GetQueueUrl\s*\d/ });
  await expect(offered).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(editorOf(page)).toHaveText("api:GetQueueUrl");
  await expect.poll(() => queryOf(page)).toBe("api:GetQueueUrl");
  await expect(tableOf(page).getByRole("row").nth(1)).toContainText("GetQueueUrl");
  await expect(tableOf(page).getByText("Flow", { exact: true })).toHaveCount(0);

  await page.keyboard.type(" bytes:>much");
  await expect(page.locator(".cm-lintRange-error")).toHaveText("bytes:>much");
  await expect(page.getByText("expected a number of bytes such as 1MB behind bytes:.")).toBeVisible();
  await expect(fieldOf(page)).toHaveAccessibleDescription(/expected a number of bytes/);
  expect(queryOf(page), "half a query is not searched for").toBe("api:GetQueueUrl");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing was searched for")).toBeVisible();
  expect(await brokenRules(axeOf(page).include("#content"))).toEqual([]);
  expect(problems, "the page's policy lets the editor's styles through").toEqual([]);
});

test("counts stand beside the table, join the query, and add up to its records", async ({
  page,
  incident: { document, indicator },
}) => {
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  await page.goto(`${path}?tie=all&group=off`);
  await page.getByRole("link", { name: "Counts" }).click();
  const counts = page.getByRole("complementary", { name: "Counts" });
  const failed = counts.getByRole("group", { name: "Outcome" }).getByRole("button", { name: /^failed/ });
  const records = Number((await failed.getAttribute("title"))?.replaceAll(/\D/g, ""));
  expect(records).toBeGreaterThan(1);
  await failed.click();
  await expect.poll(() => queryOf(page)).toBe("outcome:failed");
  await expect(counts.getByText(`Of ${records} records, all of the search.`)).toBeVisible();
  await expect(failed).toHaveAttribute("aria-pressed", "true");

  // The same as groups: together they hold as many records, under the same places when they are read again.
  const ask = async () => {
    const search = new URLSearchParams({ ip: indicator, tie: "all", q: "outcome:failed" });
    const answer = await page.request.get(`/api${path}/events?${search}`);
    return ((await answer.json()) as EventStart).rows;
  };
  const groups = await ask();
  expect(groups.reduce((sum, { group }) => sum + (group?.count ?? 1), 0)).toBe(records);
  await page.reload();
  expect(await ask()).toEqual(groups);

  await failed.click();
  await expect.poll(() => queryOf(page)).toBeNull();
});

test("a search that is kept is there for others, by the menu and by the palette, until it is taken away", async ({
  page,
  incident: { document },
}) => {
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  await page.goto(`${path}?tie=all&q=${encodeURIComponent("outcome:failed source:api")}`);
  const menu = page.getByRole("dialog", { name: "Saved searches" });
  await page.getByRole("button", { name: "Saved searches" }).click();
  await menu.getByLabel("Keep this query as").fill("Calls that failed");
  await menu.getByRole("button", { name: "Keep for this case" }).click();
  const kept = menu.getByRole("button", { name: /^Calls that failed/ });
  await expect(kept).toBeVisible();

  await page.goto(path);
  await page.getByRole("button", { name: "Saved searches" }).click();
  await kept.click();
  await expect.poll(() => queryOf(page)).toBe("outcome:failed source:api");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Go anywhere" }).fill("calls that");
  await page.getByRole("option", { name: /Calls that failed/ }).click();
  await expect(page).toHaveURL(/\/search\?q=outcome/);
  await expect(page.getByRole("status").filter({ hasText: "record" })).toBeVisible();
  await page.getByRole("button", { name: "Saved searches" }).click();
  await menu.getByRole("button", { name: "Remove Calls that failed" }).click();
  await expect(menu.getByText("No search is kept for this case yet.")).toBeVisible();
});

test("a value leads to everything in the case with it, and from there to the record on its instance", async ({
  page,
  incident: { document, indicator },
}) => {
  await page.goto(`${await instancePath(page, document.instances[0]?.instanceId ?? "")}?group=off&source=flow`);
  await tableOf(page).getByRole("button").filter({ hasText: "packet" }).first().click();
  const sheet = page.getByRole("complementary", { name: "Event" });
  await sheet.getByTitle(`Everything in this case with ${indicator}`).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === `ip:${indicator}`);
  const found = page.getByRole("region", { name: "Records found" });
  for (const source of ["Flow", "DNS"]) await expect(found.getByText(source, { exact: true }).first()).toBeVisible();
  await page.getByRole("link", { name: "Counts" }).click();
  const counts = page.getByRole("complementary", { name: "Counts" });
  const lookups = counts.getByRole("group", { name: "Source" }).getByRole("button", { name: /^dns/ });
  const records = Number((await lookups.getAttribute("title"))?.replaceAll(/\D/g, ""));
  await lookups.click();
  await expect(page.getByRole("status").filter({ hasText: `${records} records, all that fit` })).toBeVisible();
  await expect(counts.getByText(`Of ${records} records, all that fit.`)).toBeVisible();
  await expect(found.getByText("Flow", { exact: true })).toHaveCount(0);
  expect(await brokenRules(axeOf(page).include("#content"))).toEqual([]);
  await lookups.click();
  await found
    .getByRole("link", { name: /packet/ })
    .first()
    .click();
  await expect(sheet.getByRole("region", { name: "Raw record" })).toContainText(indicator);

  await page.goto(page.url().replace(/\/instances\/.*$/, "/search?q=domain:nowhere.example"));
  await expect(page.getByRole("status").filter({ hasText: "No record" })).toHaveText(
    / \(resolver query logs recorded .*\)$/,
  );
});

test("values of the ledger and the case's own address lead to their records, which open whether an instance is theirs or not", async ({
  page,
  incident: { document, indicator },
}) => {
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  const met = new Set(document.instances.map(({ instanceId }) => instanceId));
  const ip = INSTANCES.find(({ instanceId }) => !met.has(instanceId))?.privateIp ?? "";
  await page.goto(path.replace(/\/instances\/.*$/, `/ledger?q=${ip}`));
  await page
    .getByRole("link", { name: `Records with ${ip}` })
    .first()
    .click();
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === `ip:${ip}`);
  const found = page.getByRole("region", { name: "Records found" });
  const sheet = page.getByRole("complementary", { name: "Event" });
  await found
    .getByRole("link", { name: /packet/ })
    .first()
    .click();
  await expect(sheet.getByRole("heading", { name: /Five minutes around it/ })).toBeVisible();
  await page.reload();
  await expect(sheet.getByRole("region", { name: "Raw record" })).toContainText(ip);
  expect(await brokenRules(axeOf(page).include("#event-sheet"))).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);

  await page.getByRole("link", { name: `Records with ${indicator}` }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === `ip:${indicator}`);
  await page.goto(
    `${path.replace(/\/instances\/.*$/, "")}/search?q=${encodeURIComponent("source:api NOT session:i-*")}`,
  );
  await found.getByRole("row").filter({ hasText: "not known" }).getByRole("link").first().click();
  await expect(sheet.getByText("no known instance")).toBeVisible();
  await expect(sheet.getByRole("region", { name: "Raw record" })).toContainText("eventID");
});

test("whatever is typed, it is text", async ({ page, incident: { document } }) => {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("dialog", (dialog) => {
    problems.push(dialog.message());
    void dialog.dismiss();
  });
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  const base = path.replace(/\/instances\/.*$/, "");
  const markup = `<img src=x onerror=alert(1)> ' OR 1=1;--`;
  for (const q of [markup, `"${markup}"`, "((((((", `agent:"%' OR ''='"`, "\u202epeer:x\0", "a".repeat(5_000)]) {
    for (const page_ of [`${path}?tie=all&q=`, `${base}/search?q=`]) {
      const answer = await page.goto(page_ + encodeURIComponent(q));
      expect(answer?.status()).toBe(200);
      await expect(page.getByRole("searchbox")).toBeVisible();
      await expect(page.locator("img")).toHaveCount(0);
    }
    await expect(page.getByRole("status").or(page.getByRole("alert")).filter({ hasText: /./ }).first()).toBeVisible();
  }
  expect(problems).toEqual([]);
});
