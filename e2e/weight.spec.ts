import { gzipSync } from "node:zlib";
import { expect, test } from "./incident";
import { instancePath } from "./instance-path";

const MOST_KB = 250;

test("an instance's page asks for little script", async ({ page, incident: { document } }) => {
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  const context = await page
    .context()
    .browser()
    ?.newContext({ storageState: await page.context().storageState() });
  if (!context) throw new Error("no browser");
  try {
    const fresh = await context.newPage();
    const sizes = new Map<string, Promise<number>>();
    fresh.on("response", (response) => {
      if (response.request().resourceType() !== "script") return;
      sizes.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
    });
    // Also what is asked for after the page is drawn: the charts come then, and people wait for them.
    await fresh.goto(path, { waitUntil: "networkidle" });
    await expect(fresh.locator("svg.recharts-surface")).toHaveCount(3);
    const bytes = await Promise.all(sizes.values());
    const total = bytes.reduce((sum, size) => sum + size, 0) / 1000;
    expect(bytes.length).toBeGreaterThan(3);
    expect(total, `${bytes.length} scripts, kB by gzip`).toBeLessThan(MOST_KB);
  } finally {
    await context.close();
  }
});
