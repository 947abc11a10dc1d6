import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { STORIES, writeFlowStories } from "./flow-stories";
import { expect, test } from "./ready-page";

const TITLE = "Flow records by example";

test("records are read as AWS explains them: who refused, who opened, and what is one connection", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "threadline-stories-"));
  try {
    writeFlowStories(folder);
    const flagged = Object.values(STORIES).flatMap(({ peer }) => ["--ip", peer]);
    const args = ["load", folder, "--case", TITLE, ...flagged];
    execFileSync(process.execPath, ["bin/threadline.mjs", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await page.goto("/");
  const base = await page.getByRole("link", { name: TITLE }).getAttribute("href");
  const rows = page
    .getByRole("region", { name: "Events of the instance" })
    .getByRole("button")
    .filter({ hasText: "packet" });
  const sheet = page.getByRole("complementary", { name: "Event" });
  const open = async (story: keyof typeof STORIES) => {
    const { instanceId, peer } = STORIES[story];
    await page.goto(`${base}/instances/${instanceId}?ip=${peer}&group=off&source=flow&sort=time`);
    await expect(page.getByRole("heading", { name: instanceId, level: 1 })).toBeVisible();
  };
  const openRow = async (text: RegExp | string, records: number) => {
    const row = rows.filter({ hasText: text });
    await expect(row).toHaveCount(records);
    await row.first().click();
    await expect(sheet.getByRole("region", { name: "Raw record" })).toBeVisible();
  };

  await open("refused");
  await openRow("REJECT", 1);
  await expect(sheet).toContainText("it was the network ACL, which remembers nothing, that refused this answer");

  await open("opened");
  await expect(rows).toHaveCount(8);
  await rows.first().click();
  await expect(sheet).toContainText(/Opened by\s*198\.51\.100\.62/);

  for (const story of ["translated", "forwarded"] as const) {
    await open(story);
    await expect(rows).toHaveCount(2);
    await rows.first().click();
    await expect(sheet).toContainText(/Its records\s*2 within 10 minutes, both ways/);
  }

  await open("throughGateway");
  await openRow("out", 1);
  await expect(sheet).toContainText(/Path\s*through an internet gateway/);
  await expect(sheet).toContainText("471");
});
