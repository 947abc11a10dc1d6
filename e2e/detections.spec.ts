import type { Page } from "@playwright/test";
import { WEB_2 } from "@/prisma/incidents/web-tier/world";
import { CASE_TITLE, expect, test } from "./incident";

async function openDetections(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Detections" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Detections" })).toBeVisible();
}

const BEACON = `Connections at even intervals: ${WEB_2.instanceId}`;

test("what fired stands there with its numbers, thresholds and records, and on the pages it is about", async ({
  page,
  incident: { document },
}) => {
  await openDetections(page);
  for (const { title, subject } of document.detections) {
    await expect(page.getByRole("article", { name: `${title}: ${subject}` }).first()).toBeVisible();
  }
  const beacon = page.getByRole("article", { name: BEACON });
  const told = document.detections.find(({ id, subject }) => id === "beacon" && subject === WEB_2.instanceId);
  await expect(beacon).toContainText(`${told?.numbers.connections}`);
  await expect(beacon).toContainText("ATT&CK");
  await expect(beacon).toContainText("T1071");
  await beacon.getByText("The first 20 records it rests on").click();
  await beacon.getByRole("listitem").first().getByRole("link").click();
  await expect(page).toHaveURL(/instances\/.*open=/);
  await expect(page.getByRole("complementary")).toContainText("198.51.100.77");
  await page.goto(page.url().replace(/\?.*/, ""));
  // The lanes mark it over the time of its records, and lead to it.
  const marks = page.getByRole("navigation", { name: "Detections over the timeline" });
  const mark = marks.getByRole("link", { name: /detection Connections at even intervals/ });
  await mark.focus();
  await expect(page.getByText(/Connections at even intervals, (high|critical|medium)/)).toBeVisible();
  await mark.click();
  await expect(beacon).toBeInViewport();
  await page.goBack();
  await expect(
    page.getByRole("region", { name: "Detections" }).or(page.getByText("of this instance, most severe first")),
  ).toBeVisible();
});

test("a detection is muted with a reason, stays listed, and comes back", async ({ page }) => {
  await openDetections(page);
  await page.getByRole("button", { name: `Mute ${BEACON}` }).click();
  const dialog = page.getByRole("dialog", { name: "Mute a detection" });
  await dialog.getByRole("button", { name: "Mute it" }).click();
  await expect(dialog).toContainText("Say why it is no concern.");
  await dialog.getByLabel("Why it is no concern").fill("Our own monitor");
  await dialog.getByRole("button", { name: "Mute it" }).click();
  await expect(page.getByText("Our own monitor")).toBeVisible();
  await page.getByRole("button", { name: `Unmute ${BEACON}` }).click();
  await expect(page.getByRole("button", { name: `Mute ${BEACON}`, exact: true })).toBeVisible();
  await expect(page.getByText("Our own monitor")).toBeHidden();
});

test("a parameter outside its bounds is refused; one within them has the detectors run again", async ({ page }) => {
  await openDetections(page);
  const name = "Parameters of Connections at even intervals";
  await page.getByRole("button", { name }).click();
  const dialog = page.getByRole("dialog", { name: "Connections at even intervals" });
  await dialog.getByLabel("Fewest connections in 24 hours").fill("1");
  await dialog.getByRole("button", { name: "Set and run again" }).click();
  await expect(dialog.getByRole("alert")).toContainText("between 6 and");
  await dialog.getByLabel("Fewest connections in 24 hours").fill("9000");
  await dialog.getByRole("button", { name: "Set and run again" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("article", { name: BEACON })).toBeHidden({ timeout: 30_000 });
  await page.getByRole("button", { name }).click();
  await dialog.getByRole("button", { name: "Back to the usual" }).click();
  await expect(page.getByRole("article", { name: BEACON })).toBeVisible({ timeout: 30_000 });
});
