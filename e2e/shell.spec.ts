import type { Page } from "@playwright/test";
import { CASE_TITLE, expect, test } from "./incident";

async function openCase(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await expect(page.getByRole("heading", { level: 1, name: CASE_TITLE })).toBeVisible();
  return new URL(page.url()).pathname;
}

function earliestTime(page: Page) {
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: "Earliest indicator" }) });
  return card.locator("time").first();
}

/** `22:57:41` on a clock that is so many minutes ahead of UTC. */
function clock(iso: string | undefined, aheadMinutes: number): string {
  return new Date(Date.parse(iso ?? "") + aheadMinutes * 60_000).toISOString().slice(11, 19);
}

test("all times follow one zone: chosen once, kept, and overruled by a link's", async ({ page, incident }) => {
  const at = incident.document.earliestIndicator?.time;
  const base = await openCase(page);
  const earliest = earliestTime(page);
  await expect(earliest).toContainText(clock(at, 0));
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  // The browser of these journeys is in India.
  await page.getByRole("radio", { name: "Local" }).check({ force: true });
  await expect(earliest).toContainText(clock(at, 330));
  expect(await page.evaluate(() => "stayed" in window), "without a reload").toBe(true);

  const answer = await page.goto(base);
  expect(await answer?.text(), "from the first byte of the next page").toContain(clock(at, 330));

  await page.goto(`${base}?zone=Asia/Tokyo`);
  await expect(earliest).toContainText(clock(at, 540));
  await expect(page.getByRole("radio", { name: "Asia/Tokyo" })).toBeChecked();
  await page.getByRole("radio", { name: "UTC" }).check({ force: true });
  await expect(earliest).toContainText(clock(at, 0));
  expect(page.url(), "the choice just made is not the link's any more").not.toContain("zone=");
});

test("any other zone can be named, and one that is none is refused", async ({ page, incident }) => {
  await openCase(page);
  const other = page.getByRole("radio", { name: "Other…" });
  // It opens a question, and is not the one that holds until that is answered.
  await other.click({ force: true });
  const dialog = page.getByRole("dialog", { name: "Time zone" });
  await dialog.getByLabel("Name of the zone").fill("Mars/Olympus");
  await dialog.getByRole("button", { name: "Show times in this zone" }).click();
  await expect(dialog).toContainText("knows no zone of that name");
  await dialog.getByLabel("Name of the zone").fill("America/New_York");
  await dialog.getByRole("button", { name: "Show times in this zone" }).click();
  await expect(dialog).toHaveCount(0);
  const at = incident.document.earliestIndicator?.time;
  const earliest = earliestTime(page);
  await expect(earliest).toContainText(clock(at, -300));
});

test("anywhere is a few letters away", async ({ page, incident: { document } }) => {
  const instanceId = document.instances[1]?.instanceId ?? "";
  await openCase(page);
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go anywhere" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type(instanceId);
  await expect(palette.getByRole("option", { name: instanceId })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: instanceId })).toBeVisible();
  await expect(palette).toHaveCount(0);
});

test("the keys of a page are listed, and single ones can be switched off", async ({ page, incident }) => {
  expect(incident.document.instances.length).toBeGreaterThan(0);
  await openCase(page);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys of this page" });
  await expect(help).toContainText("Go anywhere");
  await help.getByRole("checkbox", { name: "Single keys work on this browser" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Go anywhere" }), "a combination still works").toBeVisible();
  await expect(help).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Keys" }).click();
  await expect(help.getByRole("checkbox")).not.toBeChecked();
  await help.getByRole("checkbox").check();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(help).toBeVisible();
});

test("someone whose session ended is led to sign in and comes back", async ({ page, context, incident }) => {
  const instanceId = incident.document.instances[0]?.instanceId ?? "";
  const base = await openCase(page);
  await page.goto(`${base}/instances/${instanceId}?tie=all`);
  await expect(page.getByRole("heading", { level: 1, name: instanceId })).toBeVisible();
  await context.clearCookies();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("to")).toBe(`${base}/instances/${instanceId}?tie=all`);
});

test("the trail says in words who did what, and is shown by person, action and case", async ({ page, incident }) => {
  expect(incident.document.instances.length).toBeGreaterThan(0);
  await openCase(page);
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Audit" }).click();
  const entries = page.getByRole("table", { name: "Audit entries" });
  const rows = entries.getByRole("row").filter({ has: page.getByRole("cell") });
  await expect(rows.filter({ hasText: "Case opened" })).toHaveCount(1);
  await expect(rows.filter({ hasNotText: CASE_TITLE })).toHaveCount(0);
  await page.getByLabel("What").selectOption("Load ended");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/action=load\.finished/);
  await expect(rows.filter({ hasNotText: "Load ended" })).toHaveCount(0);
  await expect(rows.last()).toContainText(`${incident.document.evidence.length} files`);
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(rows.filter({ hasNotText: "Load ended" })).not.toHaveCount(0);
  await page.getByLabel("What").selectOption("Owner's account made");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(rows).toHaveCount(1);
});
