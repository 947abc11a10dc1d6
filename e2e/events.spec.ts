import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { CASE_TITLE, expect, test } from "./incident";

async function openInstance(page: Page, instanceId: string, search = ""): Promise<void> {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  await page.goto(`${href}/instances/${instanceId}${search}`);
  await expect(page.getByRole("heading", { name: instanceId, level: 1 })).toBeVisible();
}

const tableOf = (page: Page) => page.getByRole("region", { name: "Events of the instance" });
const sheetOf = (page: Page) => page.getByRole("complementary", { name: "Event" });
/** The lines of a log of the incident, inflated by other means than ours. */
function linesOf(folder: string, name: string): string[] {
  const path = join(folder, name);
  const text = name.endsWith(".gz") ? execFileSync("gzip", ["-dc", path], { maxBuffer: 1 << 28 }) : readFileSync(path);
  return text.toString("utf8").split("\n");
}
const first = <Item>(items: readonly Item[]): Item => {
  const [item] = items;
  if (item === undefined) throw new Error("the incident has none");
  return item;
};

test("a filter leaves what fits, in the address and after a reload", async ({ page, incident: { document } }) => {
  const { instanceId, domains } = first(document.instances);
  const name = first(domains.filter((domain) => domain.resolvedToIndicator)).name;
  await openInstance(page, instanceId, "?tie=all");
  await page.getByRole("searchbox", { name: "Search the events" }).fill(name);
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === name);
  const rows = tableOf(page).getByRole("row");
  for (const round of ["typed", "reloaded"]) {
    await expect(rows.nth(1), round).toContainText(name);
    await expect(tableOf(page).getByText("Flow", { exact: true })).toHaveCount(0);
    await page.reload();
  }
  await page.getByRole("searchbox", { name: "Search the events" }).fill("no such thing anywhere");
  await expect(page.getByText("No record of these sources that fits “no such thing anywhere”")).toBeVisible();
});

test("a group says how many records it holds and opens into them", async ({ page, incident: { document } }) => {
  await openInstance(page, first(document.instances).instanceId, "?source=flow");
  const group = tableOf(page)
    .getByRole("button", { name: /^\D*\d+ records: TCP/, expanded: false })
    .first();
  const count = Number(/(\d+) records/.exec(await group.innerText())?.[1]);
  await group.click();
  const opened = tableOf(page).getByRole("button", { expanded: true });
  await expect(opened).toContainText(`${count} records`);
  const members = tableOf(page).getByRole("row", { name: /packet/ });
  await expect(members.first()).toBeVisible();
  await opened.click();
  await expect(opened).toHaveCount(0);

  await page.getByRole("link", { name: "Grouped" }).click();
  await expect(page).toHaveURL(/group=off/);
  await expect(tableOf(page).getByRole("button", { name: /records:/ })).toHaveCount(0);
});

test("an event shows the very record that stands in its file", async ({ page, context, incident }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { instanceId } = first(incident.document.instances);
  await openInstance(page, instanceId, "?group=off&source=flow");
  await tableOf(page).getByRole("button").filter({ hasText: "packet" }).first().click();
  const sheet = sheetOf(page);
  const raw = sheet.getByRole("region", { name: "Raw record" });
  await expect(raw).toContainText(incident.indicator);
  const line = await raw.innerText();
  const sha256 = await sheet.getByText(/^[0-9a-f]{8} … [0-9a-f]{8}$/).getAttribute("title");
  const file = incident.document.evidence.find((row) => row.sha256 === sha256);
  expect(linesOf(incident.folder, file?.name ?? ""), "the file holds this line").toContain(line);

  await sheet.getByRole("button", { name: "Copy as text" }).click();
  await expect(sheet.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`SHA-256 ${sha256}`);
  await sheet.getByRole("button", { name: "Copy as JSON" }).click();
  await expect
    .poll(async () => JSON.parse(await page.evaluate(() => navigator.clipboard.readText()).catch(() => "{}")).raw)
    .toBe(line);
});

test("from an event to those around it, to the next of its kind, and back", async ({
  page,
  incident: { document },
}) => {
  await openInstance(page, first(document.instances).instanceId, "?group=off");
  await tableOf(page).getByRole("button").filter({ hasText: "packet" }).first().click();
  const sheet = sheetOf(page);
  const title = sheet.getByRole("heading", { level: 2 });
  await expect(sheet.getByRole("region", { name: "Raw record" })).toBeVisible();
  const opened = new URL(page.url()).searchParams.get("open");

  const around = sheet.getByRole("list").getByRole("button", { name: /^[−+]/ });
  const other = around.filter({ hasText: /DNS|API|Flow/ }).first();
  await other.click();
  await expect(page).toHaveURL((url) => url.searchParams.get("open") !== opened);
  await expect(title).toBeVisible();
  await page.goBack();
  await expect(sheet).toHaveCount(0);
});

test("a link opens the same event for someone else, and Escape closes it", async ({ page, incident: { document } }) => {
  const { instanceId } = first(document.instances);
  await openInstance(page, instanceId, "?group=off&tie=all&source=api");
  await tableOf(page).getByRole("button").filter({ hasText: "·" }).nth(3).click();
  const heading = sheetOf(page).getByRole("heading", { level: 2 });
  const name = await heading.innerText();
  const link = page.url();

  const beside = await page.context().newPage();
  await beside.goto(link);
  await expect(sheetOf(beside).getByRole("heading", { level: 2, name })).toBeVisible();
  await expect(sheetOf(beside).getByRole("region", { name: "Raw record" })).toContainText("eventName");
  await expect(tableOf(beside).getByRole("row").and(beside.locator("[aria-current]"))).toHaveCount(1);
  await beside.keyboard.press("Escape");
  await expect(sheetOf(beside)).toHaveCount(0);
  await expect(beside).not.toHaveURL(/open=/);
});

test("the keyboard alone leads through the rows", async ({ page, incident: { document } }) => {
  await openInstance(page, first(document.instances).instanceId, "?group=off");
  await expect(tableOf(page)).toHaveAttribute("aria-keyshortcuts", "j k");
  await page.keyboard.press("j");
  await expect(tableOf(page).getByRole("row").nth(1).getByRole("button")).toBeFocused();
  await page.keyboard.press("j");
  const second = tableOf(page).getByRole("row").nth(2).getByRole("button");
  await expect(second).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(sheetOf(page)).toBeVisible();
  const opened = page.url();
  await page.keyboard.press("k");
  await expect(page).not.toHaveURL(opened);
  await page.keyboard.press("j");
  await expect(page).toHaveURL(opened);
  await page.keyboard.press("Escape");
  await expect(sheetOf(page)).toHaveCount(0);
  await expect(second).toBeFocused();

  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search the events" })).toBeFocused();
});

test("a time that is typed is gone to, and rows are read on at both ends", async ({ page, incident: { document } }) => {
  await openInstance(page, first(document.instances).instanceId, "?group=off&tie=all");
  const middle = new Date((Date.parse(document.window.from ?? "") + Date.parse(document.window.to ?? "")) / 2);
  const typed = middle.toISOString().slice(0, 16).replace("T", " ");
  const field = page.getByRole("textbox", { name: "Go to a time" });
  await field.fill("soon");
  await field.press("Enter");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await field.fill(typed);
  await field.press("Enter");
  await expect(page).toHaveURL(/at=/);
  const times = tableOf(page).getByRole("row").locator("time");
  const at = Math.floor(middle.getTime() / 60_000) * 60_000;
  const shown = async (way: "first" | "last") => Date.parse((await times[way]().getAttribute("datetime")) ?? "");
  await expect.poll(() => shown("last")).toBeGreaterThanOrEqual(at);
  await expect.poll(() => shown("first")).toBeGreaterThan(Date.parse(document.window.from ?? ""));
  const before = await shown("first");
  await tableOf(page).focus();
  for (let page10 = 0; page10 < 12; page10++) await page.keyboard.press("PageUp");
  await expect.poll(() => shown("first")).toBeLessThan(before);

  await page.getByRole("button", { name: "Time", exact: true }).click();
  await expect(page).toHaveURL(/sort=-time/);
  await expect(tableOf(page).getByRole("columnheader", { name: "Time" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("button", { name: "Bytes out" }).click();
  await expect(page).toHaveURL(/sort=-bytes/);
  await expect(
    tableOf(page)
      .getByRole("row")
      .nth(1)
      .getByTitle(/ bytes$/),
  ).toBeVisible();
});
