import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

test("a fresh installation says how to begin", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "No case yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Start a case" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Open the sample incident" })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
});

test("the service says that it is well", async ({ request }) => {
  const answer = await request.get("/healthz");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok" });
});
