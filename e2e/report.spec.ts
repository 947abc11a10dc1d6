import { readFileSync } from "node:fs";
import { axeOf } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";
import { readPdf } from "./read-pdf";

// Asking for the incident loads it.
test.beforeEach(({ incident }) => {
  expect(incident.document.instances.length).toBeGreaterThan(0);
});

test("a report is put together, looked at and taken out", async ({ page, incident: { document } }) => {
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Report" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Report" })).toBeVisible();
  const preview = page.frameLocator('iframe[title="Preview of the report"]');
  await expect(preview.getByRole("heading", { level: 2, name: "Evidence manifest" })).toBeVisible();

  await page.getByLabel("Classification line").fill("For the team alone");
  await page.getByRole("checkbox", { name: "Custody and audit" }).uncheck();
  await page.getByRole("button", { name: "Method: further up" }).click();
  await expect(preview.getByText("For the team alone").first()).toBeVisible();
  await expect(preview.getByRole("heading", { level: 2, name: "Custody and audit" })).toHaveCount(0);
  await page.getByLabel("Time zone").fill("Europe/Ber");
  await expect(page.getByText("As before the last change: There is no such time zone.")).toBeVisible();
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await expect(preview.getByText("Europe/Berlin, each with its distance from UTC")).toBeVisible();
  await expect(page.getByText("Not kept yet: what leaves is made as before.")).toBeVisible();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(page.getByText("What leaves is made so.")).toBeVisible();

  const taking = page.waitForEvent("download");
  await page.getByRole("link", { name: "Markdown" }).click();
  expect((await taking).suggestedFilename()).toMatch(/^threadline-[0-9a-f]{8}-\d{4}-\d\d-\d\d\.md$/);
  // A reader that is not ours opens the PDF: its text, and what its pages look like.
  const printing = page.waitForEvent("download");
  await page.getByRole("link", { name: "PDF" }).click();
  const { pages, outline } = await readPdf(page.context(), readFileSync(await (await printing).path()));
  expect(outline).toEqual(expect.arrayContaining(["The three answers, by instance", "Evidence manifest", "Method"]));
  expect(outline).not.toContain("Custody and audit");
  expect(pages.length).toBeGreaterThan(3);
  for (const [at, { text, ink, beyond }] of pages.entries()) {
    expect(text).toContain(`${at + 1} / ${pages.length}`);
    expect(text).toContain("For the team alone");
    expect(ink, `page ${at + 1} is neither empty nor black`).toBeGreaterThan(0.001);
    expect(ink).toBeLessThan(0.3);
    expect(beyond, `page ${at + 1} keeps its margins`).toBe(0);
  }
  const whole = pages.map(({ text }) => text).join(" ");
  for (const { instanceId } of document.instances) expect(whole).toContain(instanceId);
  // Charts are drawn, not only told.
  expect(Math.max(...pages.map(({ coloured }) => coloured))).toBeGreaterThan(3_000);
  const { violations } = await axeOf(page).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`)).toEqual([]);
});
