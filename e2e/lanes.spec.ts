import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./incident";
import { instancePath } from "./instance-path";

const timeline = (page: Page) => page.getByRole("region", { name: "Timeline" });
const view = (page: Page) => {
  const { searchParams } = new URL(page.url());
  return { from: Date.parse(searchParams.get("from") ?? ""), to: Date.parse(searchParams.get("to") ?? "") };
};

/** Sum of a column of a lane's table. */
async function column(page: Page, table: string, name: string): Promise<number> {
  return page.getByRole("table", { name: `${table} over time, in UTC` }).evaluate((element, title) => {
    const rows = [...(element as HTMLTableElement).rows];
    const at = [...(rows[0]?.cells ?? [])].findIndex((cell) => cell.textContent === title);
    if (at < 0) throw new Error(`no column ${title}`);
    return rows.slice(1).reduce((total, row) => {
      const text = row.cells[at]?.textContent ?? "";
      return total + (text === "not recorded" ? 0 : Number(text.replaceAll(",", "")));
    }, 0);
  }, name);
}

async function open(page: Page, instanceId: string): Promise<string> {
  const path = await instancePath(page, instanceId);
  await page.goto(path);
  await expect(page.locator("svg.recharts-surface")).toHaveCount(3);
  return path;
}

async function drag(page: Page, on: Locator, from: number, to: number): Promise<void> {
  await on.scrollIntoViewIfNeeded();
  const box = await on.boundingBox();
  if (!box) throw new Error("nothing to drag over");
  await page.mouse.move(box.x + from * box.width, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + to * box.width, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
}

test("the tables of the lanes add up to what the answers say", async ({ page, incident: { document } }) => {
  for (const { instanceId, traffic, domains, apiCalls, chainedSessions, offInstanceUse } of document.instances) {
    await open(page, instanceId);
    const calls = (rows: readonly { calls: number }[]) => rows.reduce((total, row) => total + row.calls, 0);
    expect(await column(page, "Bytes", "Bytes out with the address")).toBe(traffic.bytesOut);
    expect(await column(page, "Bytes", "Bytes in with the address")).toBe(traffic.bytesIn);
    expect(await column(page, "Bytes", "Refused with the address")).toBe(traffic.rejected);
    expect(await column(page, "Lookups", "Lookups")).toBe(domains.reduce((total, row) => total + row.queries, 0));
    expect(await column(page, "Role calls", "From elsewhere")).toBe(calls(offInstanceUse));
    const all = await Promise.all(
      ["Allowed", "Denied", "From elsewhere"].map((name) => column(page, "Role calls", name)),
    );
    const chained = chainedSessions.reduce((total, session) => total + calls(session.apiCalls), 0);
    expect(all.reduce((total, count) => total + count, 0)).toBe(calls(apiCalls) + chained);
    await expect(page.getByRole("region", { name: "What was sent" })).toContainText(/\d/);
  }
});

test("by keyboard: bar by bar, into one, and back", async ({ page, incident: { document } }) => {
  const path = await open(page, document.instances[0]?.instanceId ?? "");
  const before = await column(page, "Bytes", "Other bytes out");
  const bars = page.getByRole("slider", { name: "Bars of the timeline" });
  await bars.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Home");
  await expect(bars).toHaveAttribute("aria-valuenow", "0");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("PageUp");
  await expect(bars).toHaveAttribute("aria-valuenow", "11");
  await expect(bars).toHaveAttribute("aria-valuetext", /\d\d:\d\d: .*out, .* in/);

  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=.*to=/);
  const { from, to } = view(page);
  expect(to - from).toBeLessThan(12 * 3_600_000);
  await expect.poll(() => column(page, "Bytes", "Other bytes out")).toBeLessThan(before);
  // The table of events shows the same time.
  const shown = page.getByRole("region", { name: /^Events/ });
  await expect(shown).toBeVisible();

  await bars.focus();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(path);
  await expect.poll(() => column(page, "Bytes", "Other bytes out")).toBe(before);
});

test("by dragging: what is selected is told, zoomed to by z, and left by the browser's way back", async ({
  page,
  incident: { document },
}) => {
  const path = await open(page, document.instances[0]?.instanceId ?? "");
  const before = await column(page, "Bytes", "Bytes out with the address");
  const bars = page.getByRole("slider", { name: "Bars of the timeline" });
  await drag(page, bars, 0.5, 0.75);
  await expect(timeline(page).getByText("Selected", { exact: true })).toBeVisible();
  expect(page.url(), "dragging over the lanes asks for nothing").toContain(path);
  await page.keyboard.press("z");
  await expect(page).toHaveURL(/from=.*to=/);
  const { from, to } = view(page);
  const first = Date.parse(document.window.from ?? "");
  const length = Date.parse(document.window.to ?? "") - first;
  expect((from - first) / length).toBeCloseTo(0.5, 1);
  expect((to - first) / length).toBeCloseTo(0.75, 1);
  await page.goBack();
  await expect(page).toHaveURL(path);
  await expect.poll(() => column(page, "Bytes", "Bytes out with the address")).toBe(before);
});

test("one brush over all evidence moves lanes, table and address", async ({ page, incident: { document } }) => {
  const path = await open(page, document.instances[0]?.instanceId ?? "");
  const before = await column(page, "Bytes", "Other bytes out");
  const brush = page.getByRole("group", { name: "The view on all the evidence" });
  await drag(page, brush, 0.25, 0.5);
  await expect(page).toHaveURL(/from=.*to=/);
  await expect.poll(() => column(page, "Bytes", "Other bytes out")).toBeLessThan(before);
  const drawn = view(page);

  // Each end by its own handle, as the keyboard moves it.
  const end = page.getByRole("slider", { name: "End of the view" });
  await end.focus();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => view(page).to).toBeGreaterThan(drawn.to);
  expect(view(page).from).toBe(drawn.from);
  await expect(end).toHaveAttribute("aria-valuetext", /^\d+ \w+ \d{4} \d\d:\d\d:\d\d UTC$/);
  await page.getByRole("slider", { name: "Start of the view" }).focus();
  await page.keyboard.press("Home");
  await expect.poll(() => view(page).from).toBe(Date.parse(document.window.from ?? ""));

  const whole = page.getByRole("slider", { name: "The view as a whole" });
  const { from, to } = view(page);
  await whole.focus();
  await page.keyboard.press("End");
  await expect.poll(() => view(page).from).toBeGreaterThan(from);
  expect(view(page).to - view(page).from).toBe(to - from);

  await timeline(page).getByRole("navigation", { name: "Zoom" }).getByRole("link", { name: "All" }).click();
  await expect(page).toHaveURL(path);
  await expect.poll(() => column(page, "Bytes", "Other bytes out")).toBe(before);
});

test("a view in the address is the view of whoever opens it, and its times are those of the chosen zone", async ({
  page,
  incident: { document },
}) => {
  const path = await instancePath(page, document.instances[0]?.instanceId ?? "");
  const from = document.instances[0]?.traffic.firstSeen ?? "";
  const to = new Date(Date.parse(from) + 3_600_000).toISOString();
  await page.goto(`${path}?from=${from}&to=${to}&zone=Asia/Kolkata`);
  await timeline(page).getByRole("button", { name: "Show as table" }).click();
  const table = page.getByRole("table", { name: "Bytes over time, in Asia/Kolkata" });
  const local = new Date(Date.parse(from) + 5.5 * 3_600_000).toISOString().slice(11, 16);
  await expect(table.getByRole("rowheader").first()).toContainText(local);
});

test("an earlier span is what the lanes are compared with: by the address, then kept for the case", async ({
  page,
  incident: { document },
}) => {
  await open(page, document.instances[0]?.instanceId ?? "");
  const card = timeline(page);
  await expect(card.getByText(/before the earliest indicator/)).toBeVisible();
  await card.getByRole("button", { name: "Compare with what is selected" }).click();
  await expect(page).toHaveURL(/basefrom=.*baseto=/);
  await expect(card.getByText(/as this address has it/)).toBeVisible();
  await expect(card.getByText("usual before")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Usual bytes out" })).toBeAttached();
  await card.getByRole("button", { name: "Keep for the case" }).click();
  await expect(card.getByText(/chosen for the case/)).toBeVisible();
  await expect(page).not.toHaveURL(/basefrom/);
  await card.getByRole("button", { name: "Drop the case's baseline" }).click();
  await expect(card.getByText(/before the earliest indicator/)).toBeVisible();

  const fresh = page.locator("section").filter({ has: page.getByRole("heading", { name: "New since the start" }) });
  await expect(fresh.getByRole("region", { name: "Registered domains" })).toContainText(/resolver logs before/);
});
