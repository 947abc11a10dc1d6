import type { Page } from "@playwright/test";
import { BATCH_1, BATCH_2, FLOATING, HOUR, NAT, START } from "@/prisma/incidents/web-tier/world";
import { axeOf, TARGET_SIZE } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";

// Asking for the incident loads it.
test.beforeEach(({ incident }) => {
  expect(incident.document.instances.length).toBeGreaterThan(0);
});

async function openLedger(page: Page, query = ""): Promise<void> {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  await page.goto(`${href}/ledger${query}`);
  await expect(page.getByRole("heading", { level: 1, name: "Address ledger" })).toBeVisible();
}

async function ask(page: Page, who: string, atMs: number): Promise<void> {
  await page.getByLabel("Address, interface or key").fill(who);
  await page.getByLabel("Time, UTC").fill(new Date(atMs).toISOString());
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(page).toHaveURL(/who=/);
}

test("an address that two instances had is answered by time, with its proof, and what nobody knows is said", async ({
  page,
  incident,
}) => {
  expect(incident.document.instances.length).toBeGreaterThan(0);
  await openLedger(page);
  const answer = page.locator("#answer");
  await ask(page, BATCH_1.privateIp, START + 10 * HOUR);
  await expect(answer).toContainText(BATCH_1.instanceId);
  await expect(answer).toContainText(`After: ${BATCH_2.instanceId}`);

  await ask(page, BATCH_1.privateIp, START + 21 * HOUR);
  await expect(answer).toContainText(/Unknown between .*: nothing in the evidence says/);
  const asked = page.url();

  await ask(page, BATCH_1.privateIp, START + 23 * HOUR);
  await expect(answer).toContainText("told by a call");
  await answer.getByRole("button", { name: "Open record" }).first().click();
  await expect(answer.getByRole("region", { name: /^Record \d/ })).toContainText(BATCH_2.instanceId);

  await page.goto(asked);
  await expect(answer, "the question is in the URL").toContainText(/nothing in the evidence says/);
});

test("the ledger is asked by keyboard, filtered and ordered, and says what it does not understand", async ({
  page,
}) => {
  await openLedger(page);
  await page.getByLabel("Address, interface or key").focus();
  await page.keyboard.type(NAT.publicIp);
  await page.keyboard.press("Tab");
  await page.keyboard.type("noon");
  await page.keyboard.press("Enter");
  await expect(page.getByText("That is not a time such as")).toBeVisible();
  await page.getByLabel("Time, UTC").fill("2026-02-16 01:00");
  await page.keyboard.press("Enter");
  await expect(page.locator("#answer")).toContainText(NAT.id);

  await page.getByLabel("Held or holder").fill(FLOATING.interfaceId);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const table = page.getByRole("region", { name: "Address ledger" });
  for (const { instance } of FLOATING.attachments) await expect(table).toContainText(instance.instanceId);
  await expect(table.getByRole("list", { name: `Holders of ${FLOATING.interfaceId}` })).toContainText("unknown");
  await page.getByLabel("Order").selectOption("time");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/sort=time/);
  await expect(table).toContainText(FLOATING.interfaceId);
});

for (const [colorScheme, width] of [
  ["light", 1280],
  ["dark", 390],
] as const) {
  test(`an answer of the ledger can be read by everybody, ${colorScheme}, ${width} wide`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await openLedger(page, `?who=${BATCH_1.privateIp}&at=2026-02-15T10:00:00Z`);
    await expect(page.locator("#answer")).toContainText(BATCH_1.instanceId);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const { violations } = await axeOf(page, TARGET_SIZE).analyze();
    expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
  });
}

test("an address of an instance's page leads to who had it", async ({ page, incident }) => {
  const [instance] = incident.document.instances;
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  await page.goto(`${href}/instances/${instance?.instanceId}`);
  const ip = instance?.interfaces[0]?.privateIps[0] ?? "";
  await page
    .getByRole("link", { name: `Who had ${ip}` })
    .first()
    .click();
  await expect(page.locator("#answer")).toContainText(instance?.instanceId ?? "");
});
