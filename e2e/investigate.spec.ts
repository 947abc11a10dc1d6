import { CASE_TITLE, expect, test } from "./incident";

test("from the cases to the record that proves it", async ({ page, incident: { document, indicator } }) => {
  const [worst] = document.instances;
  if (!worst) throw new Error("the incident has no instance");

  await page.goto("/");
  const row = page.getByRole("row", { name: CASE_TITLE });
  await expect(row).toContainText(indicator);
  await row.getByRole("link", { name: CASE_TITLE }).click();

  await expect(page.getByRole("heading", { name: CASE_TITLE, level: 1 })).toBeVisible();
  const instances = page.getByRole("table", { name: "Instances that met the address" });
  await expect(instances.getByRole("row")).toHaveCount(document.instances.length + 1);
  await instances.getByRole("link", { name: worst.instanceId }).click();

  await expect(page.getByRole("heading", { name: worst.instanceId, level: 1 })).toBeVisible();
  const events = page.getByRole("table", { name: "Events of the instance, in order of time" });
  const record = events.getByRole("link", { name: /#[\d,]+$/ }).first();
  await expect(record).toBeVisible();
  const [, sha256] = /SHA-256 ([0-9a-f]{64})/.exec((await record.getAttribute("title")) ?? "") ?? [];
  const file = document.evidence.find((row) => row.sha256 === sha256);
  expect(file, "the event's file is in the document").toBeDefined();

  await record.click();
  await expect(page).toHaveURL(new RegExp(`/evidence\\?file=${sha256}$`));
  await expect(page.getByRole("heading", { name: file?.name ?? "", level: 3 })).toBeVisible();
});

test("the page's numbers are those of the command", async ({ page, incident: { document } }) => {
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  const table = page.getByRole("table", { name: "Instances that met the address" });
  for (const instance of document.instances) {
    const cells = table.getByRole("row", { name: instance.instanceId }).getByRole("cell");
    const { traffic } = instance;
    const sum = (rows: readonly { calls: number }[]) => rows.reduce((total, { calls }) => total + calls, 0);
    for (const [index, bytes] of [traffic.bytesOut, traffic.bytesIn].entries()) {
      const exact = `${bytes.toLocaleString("en")} ${bytes === 1 ? "byte" : "bytes"}`;
      await expect(cells.nth(3 + index).getByTitle(exact, { exact: true })).toBeVisible();
    }
    const counts = [
      ...[traffic.flows, traffic.rejected, instance.domains.filter((domain) => domain.resolvedToIndicator).length],
      ...[sum(instance.apiCalls), sum(instance.offInstanceUse)],
    ];
    for (const [index, count] of counts.entries()) {
      await expect(cells.nth(5 + index)).toHaveText(count.toLocaleString("en"));
    }
  }
});

test("the lanes say in numbers what they draw", async ({ page, incident: { document } }) => {
  const [worst] = document.instances;
  if (!worst) throw new Error("the incident has no instance");
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await page
    .getByRole("region", { name: "Instances that met the address" })
    .getByRole("link", { name: worst.instanceId })
    .click();
  const column = async (table: string, name: string) => {
    const found = page.getByRole("table", { name: table });
    await expect(found).toBeAttached();
    return found.evaluate((element, title) => {
      const rows = [...(element as HTMLTableElement).rows];
      const at = [...(rows[0]?.cells ?? [])].findIndex((cell) => cell.textContent === title);
      return rows.slice(1).reduce((total, row) => {
        const text = row.cells[at]?.textContent ?? "";
        return total + (text === "not recorded" ? 0 : Number(text.replaceAll(",", "")));
      }, 0);
    }, name);
  };
  expect(await column("Bytes over time, in UTC", "Bytes out with the address")).toBe(worst.traffic.bytesOut);
  expect(await column("Bytes over time, in UTC", "Bytes in with the address")).toBe(worst.traffic.bytesIn);
  expect(await column("Lookups over time, in UTC", "Lookups")).toBe(
    worst.domains.reduce((total, { queries }) => total + queries, 0),
  );
  // The charts come after the page.
  await expect(page.locator("svg.recharts-surface")).toHaveCount(3);
});

test("what the table shows is in its address", async ({ page, incident: { document } }) => {
  const [worst] = document.instances;
  if (!worst) throw new Error("the incident has no instance");
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await page
    .getByRole("region", { name: "Instances that met the address" })
    .getByRole("link", { name: worst.instanceId })
    .click();
  const events = page.getByRole("region", { name: "Events of the instance" });
  await page.getByRole("link", { name: "Everything", exact: true }).click();
  await expect(page).toHaveURL(/tie=all/);
  const sources = page.getByRole("navigation", { name: "Sources" });
  for (const [name, left] of [
    ["Flow", "dns,api,finding"],
    ["API", "dns,finding"],
    ["Finding", "dns"],
  ] as const) {
    await sources.getByRole("link", { name }).click();
    await expect(page).toHaveURL((url) => url.searchParams.get("source") === left);
  }
  await expect(events.getByRole("row").nth(1).getByRole("cell").nth(2)).toHaveText("DNS");
  await page.reload();
  await expect(events.getByRole("row").nth(1).getByRole("cell").nth(2)).toHaveText("DNS");
  await expect(events.getByText("Flow", { exact: true })).toHaveCount(0);

  // Reading on by the keyboard alone: the rows that come later are fetched as they are reached.
  const before = await events.getByRole("row").nth(1).innerText();
  await events.focus();
  await page.keyboard.press("End");
  await expect(events.getByRole("row").nth(1)).not.toHaveText(before);
});

test("a case that is not there is not found", async ({ page }) => {
  const answer = await page.goto("/cases/00000000-0000-4000-8000-000000000000");
  expect(answer?.status()).toBe(404);
  await page.getByRole("link", { name: "Go to the list of cases" }).click();
  await expect(page.getByRole("heading", { name: "Cases", level: 1 })).toBeVisible();
});

test("an instance that did not meet the address is not found", async ({ page, incident: { document } }) => {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  const known = document.instances[0]?.instanceId ?? "";
  expect((await page.goto(`${href}/instances/${known}`))?.status()).toBe(200);
  expect((await page.goto(`${href}/instances/i-00000000000000000`))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: /is not among those that met the address/ }).first()).toBeVisible();
});

test("an address that is none is said to be none", async ({ page, request, incident: { document, indicator } }) => {
  await page.goto("/");
  const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
  const instance = `instances/${document.instances[0]?.instanceId}`;
  for (const path of [`${href}`, `${href}/${instance}`]) {
    await page.goto(`${path}?ip=198.51.100.777`);
    await expect(
      page.getByText(`“198.51.100.777” is not an IP address. This page is about ${indicator}`),
    ).toBeVisible();
  }
  expect((await request.get(`/api${href}/${instance}/events?ip=198.51.100.777`)).status()).toBe(400);
  expect((await request.get(`/api${href}/${instance}/events?ip=${indicator}`)).status()).toBe(200);
});
