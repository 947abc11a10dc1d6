import { APP_2 } from "@/prisma/incidents/web-tier/world";
import { axeOf, TARGET_SIZE } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";

// Asking for the incident loads it.
test.beforeEach(({ incident }) => {
  expect(incident.document.instances.length).toBeGreaterThan(0);
});

test("coverage shows by log what was recorded, and finds the half hour that was skipped", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Coverage" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Coverage" })).toBeVisible();
  const table = page.getByRole("region", { name: "Coverage by log" });
  for (const log of ["VPC flow log", "Resolver query log", "CloudTrail"]) await expect(table).toContainText(log);
  await expect(page.getByText("No two sources disagree by more than an hour")).toBeVisible();

  await page.getByLabel("Interface, VPC, account, region or instance").fill(APP_2.instanceId);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/q=i-/);
  const strip = table.getByRole("table", { name: `Coverage of VPC flow log, ${APP_2.interfaceId}` });
  await expect(strip.getByRole("row", { name: /records skipped \(SKIPDATA\)/ })).toHaveCount(1);
  await page.getByLabel("Which").selectOption("only");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(table).toContainText(APP_2.interfaceId);
});

test("a negative says what was recorded behind it", async ({ page }) => {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  await page.goto(`${href}?ip=2001:db8:dead::1`);
  await expect(page.getByText(/No instance is known to have met the address\. \(flow logs recorded/)).toBeVisible();
  await expect(page.getByText(/No recorded call came from the address\. \(CloudTrail recorded/)).toBeVisible();
});

for (const [colorScheme, width] of [
  ["light", 1280],
  ["dark", 390],
] as const) {
  test(`coverage can be read by everybody, ${colorScheme}, ${width} wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/");
    const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
    await page.goto(`${href}/coverage`);
    await expect(page.getByRole("heading", { level: 1, name: "Coverage" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const { violations } = await axeOf(page, TARGET_SIZE).analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
  });
}
