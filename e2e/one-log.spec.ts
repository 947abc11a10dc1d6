import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOSTILE_INDICATOR, writeHostileLogs } from "./hostile-logs";
import { expect, test } from "./ready-page";

const PARTS = [
  ...["", "/detections", "/ledger", "/network", "/sessions", "/search?q=*", "/board", "/comments", "/tasks"],
  ...["/coverage", "/evidence", "/fetch", "/review", "/report"],
];

for (const [log, file] of [
  ["flow logs", "flow.log"],
  ["resolver query logs", "<img src=x onerror=window.pwned=1>.json"],
  ["CloudTrail", "=cmd|' /C calc'!A0"],
] as const) {
  test(`with ${log} alone every page of a case can be read`, async ({ page }) => {
    const title = `Nothing but ${log}`;
    const folder = mkdtempSync(join(tmpdir(), "threadline-one-log-"));
    try {
      writeHostileLogs(folder);
      const args = ["investigate", join(folder, file), "--ip", HOSTILE_INDICATOR, "--case", title];
      execFileSync(process.execPath, ["bin/threadline.mjs", ...args], { stdio: ["ignore", "ignore", "pipe"] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      // The report's preview may run nothing, not even what looks into a page from here.
      const isPreview = message.text().startsWith("Blocked script execution");
      if (message.type() === "error" && !isPreview) problems.push(message.text());
    });
    await page.goto("/");
    const base = (await page.getByRole("link", { name: title }).getAttribute("href")) ?? "";
    await page.goto(base);
    const links = page.getByRole("main").locator(`a[href^="${base}/instances/"]`);
    const instances = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
    for (const path of [...PARTS.map((part) => `${base}${part}`), ...instances.slice(0, 1)]) {
      await page.goto(path, { waitUntil: "load" });
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByText("could not be made"), path).toHaveCount(0);
      expect(problems, path).toEqual([]);
    }
  });
}
