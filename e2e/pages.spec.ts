import type { Page } from "@playwright/test";
import { axeOf, TARGET_SIZE } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";

// Each looks at every page by itself: the longest file, whose tests the workers share.
test.describe.configure({ mode: "parallel" });

async function pagesOf(page: Page, instanceId: string): Promise<string[]> {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  const instance = `${href}/instances/${instanceId}`;
  const ofCase = [
    `${href}`,
    instance,
    `${href}/evidence`,
    `${href}/fetch`,
    `${href}/detections`,
    `${href}/ledger`,
    `${href}/sessions`,
    `${href}/coverage`,
    `${href}/board`,
    `${href}/comments`,
    `${href}/tasks`,
    `${href}/review`,
    `/audit?case=${href?.split("/").at(-1)}`,
  ];
  return [
    "/",
    "/cases/new",
    ...ofCase,
    "/audit",
    "/retention",
    "/connections",
    "/findings",
    "/nowhere",
    `${href}/instances/i-0123456789abcdef0`,
  ];
}

/**
 * What axe finds wrong, the size of what is pressed included (WCAG 2.2). In dark only the colours are new: the rest of a
 * page is what was looked at in light.
 */
async function violationsOf(page: Page, where: string, scheme: "light" | "dark" = "light"): Promise<string[]> {
  const axe = scheme === "dark" ? axeOf(page).withRules("color-contrast") : axeOf(page, TARGET_SIZE);
  const { violations, passes } = await axe.analyze();
  expect(passes.length).toBeGreaterThan(0);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${where}, ${scheme}: ${id} at ${target}`));
}

/** What axe finds wrong in either of the themes. */
async function violationsInBoth(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violationsOf(page, where, colorScheme)));
  }
  return found;
}

function gather(page: Page): string[] {
  const problems: string[] = [];
  page.on("console", (message) => {
    // A page that is not there says so by its status.
    if (message.type() === "error" && !message.text().includes("404")) problems.push(message.text());
  });
  return problems;
}

interface Shift {
  value: number;
  /** What moved: its place in the page, and from where to where, in CSS pixels. */
  moved: string[];
}

/** What moved since the page began to load, without anything having been pressed. */
function shiftOf(page: Page): Promise<Shift> {
  return page.evaluate(
    () =>
      new Promise<Shift>((done) => {
        const sum: Shift = { value: 0, moved: [] };
        type Entry = PerformanceEntry & {
          value: number;
          sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
        };
        const seen = new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as Entry[]) {
            sum.value += entry.value;
            for (const { node, previousRect, currentRect } of entry.sources) {
              const name = node instanceof Element ? `${node.localName}.${node.className}` : (node?.nodeName ?? "gone");
              sum.moved.push(`${name.slice(0, 120)} ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`);
            }
          }
        });
        seen.observe({ type: "layout-shift", buffered: true });
        // Entries that are kept come before the second frame.
        requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
      }),
  );
}

/** Goes to a page, and holds that nothing of it moves while it comes to be. */
async function goToStill(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: "networkidle" });
  const { value, moved } = await shiftOf(page);
  expect(value, `${path}, ${page.viewportSize()?.width} wide: ${moved.join("; ")}`).toBeLessThan(0.02);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("every page can be used by everybody, in light and in dark, and nothing moves while it comes to be", async ({
  page,
  incident: { document },
}) => {
  test.slow();
  const problems = gather(page);
  for (const path of await pagesOf(page, document.instances[0]?.instanceId ?? "")) {
    await page.emulateMedia({ colorScheme: "light" });
    await goToStill(page, path);
    expect(await violationsInBoth(page, path)).toEqual([]);
  }
  expect(problems, "nothing breaks the page's own security policy").toEqual([]);
});

test("so can what opens over a page", async ({ page, incident: { document } }) => {
  test.slow();
  const problems = gather(page);
  const [, , , instance = ""] = await pagesOf(page, document.instances[0]?.instanceId ?? "");
  await page.goto(instance);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.getByRole("button", { name: "More" }).click();
    await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
    expect(await violationsInBoth(page, "the menu")).toEqual([]);
    await page.getByRole("button", { name: "Keys" }).click();
    await expect(page.getByRole("dialog", { name: "Keys of this page" })).toBeVisible();
    expect(await violationsInBoth(page, "the keys")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Go anywhere" })).toBeVisible();
    expect(await violationsInBoth(page, "the palette")).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  expect(problems).toEqual([]);
});

test("no page is wider than a telephone, and nothing moves while it comes to be", async ({ page, incident }) => {
  test.slow();
  await page.setViewportSize({ width: 390, height: 800 });
  for (const path of await pagesOf(page, incident.document.instances[0]?.instanceId ?? "")) {
    await goToStill(page, path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    expect(await violationsOf(page, path)).toEqual([]);
  }
});

test("the system's own colours and a wish for rest are heeded", async ({ page, incident }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  for (const path of await pagesOf(page, incident.document.instances[0]?.instanceId ?? "")) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.getAnimations().length), path).toBe(0);
    const chosen = page.getByRole("group", { name: "Time zone" }).locator("label").first();
    expect(await chosen.evaluate((label) => getComputedStyle(label).outlineStyle), path).toBe("solid");
  }
});

test("the chosen colours are there from the first byte of the next page", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  const answer = await page.goto("/audit");
  const [root] = /<html[^>]*>/.exec((await answer?.text()) ?? "") ?? [];
  expect(root).toContain('data-theme="dark"');
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
});
