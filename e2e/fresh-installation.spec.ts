import { axeOf, brokenRules } from "./axe-of";
import { expect, test } from "./ready-page";

test("a fresh installation says how to begin", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "No case yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Start a case" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Open the sample incident" })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await brokenRules(axeOf(page))).toEqual([]);
  // On a telephone it stands in the menu.
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
});

test("the service says that it is well", async ({ request }) => {
  const answer = await request.get("/healthz");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok" });
});

test("from nothing to the raw record of an event of the sample incident", async ({ page }) => {
  test.slow();
  await page.goto("/");
  await page.getByRole("button", { name: "Open the sample incident" }).click();
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}/);
  const base = /\/cases\/[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "";
  await page.goto(base);
  const instances = page.getByRole("table", { name: "Instances that met the address" });
  await expect(instances.getByRole("row", { name: /elsewhere|role/ })).toBeVisible({ timeout: 90_000 });
  await instances
    .getByRole("row", { name: /finding, role/ })
    .getByRole("link")
    .first()
    .click();
  const events = page.getByRole("table", { name: /^Events of the instance/ });
  await events.getByRole("row").filter({ hasText: "GetCallerIdentity" }).first().click();
  const sheet = page.getByRole("complementary").filter({ hasText: "GetCallerIdentity" });
  await expect(sheet.getByText('"eventName":"GetCallerIdentity"')).toBeVisible();
  await expect(sheet.getByText(/SHA-256/).first()).toBeVisible();
});
