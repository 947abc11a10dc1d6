import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { CASE_TITLE, expect, test } from "./incident";

async function pagesOf(page: Page, instanceId: string): Promise<string[]> {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  const instance = `${href}/instances/${instanceId}`;
  return ["/", `${href}`, instance, `${href}/evidence`, `${href}/ledger`, "/audit"];
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page can be used by everybody, ${colorScheme}`, async ({ page, incident: { document } }) => {
    await page.emulateMedia({ colorScheme });
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    for (const path of await pagesOf(page, document.instances[0]?.instanceId ?? "")) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      expect(passes.length).toBeGreaterThan(0);
      expect(violations.map(({ id, nodes }) => `${path}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
    }
    expect(problems, "nothing breaks the page's own security policy").toEqual([]);
  });
}

test("no page is wider than a telephone", async ({ page, incident }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  for (const path of await pagesOf(page, incident.document.instances[0]?.instanceId ?? "")) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path}: ${id} at ${nodes[0]?.target}`)).toEqual([]);
  }
});

test("the chosen colours are there from the first byte of the next page", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  const answer = await page.goto("/audit");
  const [root] = /<html[^>]*>/.exec((await answer?.text()) ?? "") ?? [];
  expect(root).toContain('data-theme="dark"');
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
});
