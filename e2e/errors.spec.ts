import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { axeOf, brokenRules } from "./axe-of";
import { databaseWithout } from "./database-without";
import { expect, test } from "./incident";
import { instancePath } from "./instance-path";

async function reads(page: Page): Promise<void> {
  // The title comes after the heading where the server was still working on it.
  await expect(page).toHaveTitle(/\S/);
  expect(await brokenRules(axeOf(page))).toEqual([]);
}

test("a page that the database does not give says so under a number, and comes when it is tried again", async ({
  page,
  incident: { document },
}) => {
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  const base = path.replace(/\/instances\/.*$/, "");
  await databaseWithout("ledger_spans", async () => {
    await page.goto(`${base}/ledger?q=nothing-asked-before`);
    await expect(page.getByRole("heading", { level: 2, name: "This page could not be made" })).toBeVisible();
    await expect(page.getByText(/^Incident \S+$/)).toBeVisible();
    await expect(page.getByText(/ledger_spans|relation|at Object/), "nothing of the inside").toHaveCount(0);
    await reads(page);
  });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Address ledger" })).toBeVisible();

  await databaseWithout("api_calls", async () => {
    await page.goto(`${base}/search?q=${encodeURIComponent(`api:never-asked-${randomUUID()}`)}`);
    await expect(page.getByRole("alert").filter({ hasText: "under incident" })).toBeVisible();
    await reads(page);
  });
});

test("where even the frame cannot be made, that is said, and nothing stays broken", async ({ page }) => {
  await databaseWithout("users", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 2, name: "Threadline cannot answer" })).toBeVisible();
    await reads(page);
  });
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();
});

test("what is not there is answered as such, with a way on", async ({ page, incident: { document } }) => {
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  for (const missing of [`/cases/${randomUUID()}`, "/cases/no-number", "/nowhere"]) {
    expect((await page.goto(missing))?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 2, name: "There is no such page" })).toBeVisible();
  }
  await reads(page);
  expect((await page.goto(path.replace(/[^/]*$/, "i-0123456789abcdef0")))?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 2, name: /not among those that met the address/ })).toBeVisible();
  await reads(page);
});
