import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { INDICATOR } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";
import { expect, test } from "./incident";

const PART_BYTES = 32 * 1024 * 1024;
const LOADED_WITHIN = { timeout: 60_000 };
const SENT_WITHIN = { timeout: 30_000 };

/** Opens a case without evidence, and its evidence page. */
async function openEmptyCase(page: Page, title: string): Promise<string> {
  await page.goto("/cases/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(title);
  await page.getByRole("textbox", { name: "Flagged addresses and names" }).fill(INDICATOR);
  await page.getByRole("button", { name: "Open the case" }).click();
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}\/evidence/);
  await expect(page.getByRole("heading", { name: "Add logs" })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Drops files where a person would. */
async function drop(page: Page, files: { name: string; text: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((all) => {
    const made = new DataTransfer();
    for (const { name, text } of all) made.items.add(new File([text], name, { lastModified: 1 }));
    return made;
  }, files);
  await page.getByRole("heading", { name: "Add logs" }).dispatchEvent("drop", { dataTransfer: transfer });
}

const uploads = () => readdirSync(join(process.env.THREADLINE_DATA_DIR ?? ".threadline", "uploads"));

test("files that are dropped give the numbers that the command prints", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "threadline-drop-"));
  try {
    writeIncident(folder, { scale: 0.02 });
    // A browser's drop carries text here: the plain files of the incident are enough of it.
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (name) => statSync(join(folder, name)).isFile() && /\.(json|log|txt|jsonl)$/.test(name),
    );
    const few = mkdtempSync(join(tmpdir(), "threadline-few-"));
    const files = names.map((name) => ({
      name: name.replaceAll("/", "_"),
      text: readFileSync(join(folder, name), "utf8"),
    }));
    files.push({ name: "flow.log", text: flowLog() });
    for (const { name, text } of files) writeFileSync(join(few, name), text);
    const printed = execFileSync(
      process.execPath,
      ["bin/threadline.mjs", "investigate", few, "--ip", INDICATOR, "--format", "json"],
      { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, stdio: ["ignore", "pipe", "ignore"] },
    );
    rmSync(few, { recursive: true });
    const document = JSON.parse(printed) as InvestigationV1;

    const path = await openEmptyCase(page, "Dropped files");
    await drop(page, files);
    const table = page.getByRole("table", { name: "Files" });
    await expect(table).toBeVisible(LOADED_WITHIN);
    await expect(page.getByRole("progressbar")).toHaveCount(0, LOADED_WITHIN);
    for (const file of document.evidence) {
      const row = table.getByRole("row", { name: file.name });
      await expect(row.getByRole("cell").nth(2)).toHaveText(file.records.toLocaleString("en"));
      await expect(row).toContainText(file.sha256);
    }
    await page.goto(path.replace("/evidence", ""));
    const instances = page.getByRole("table", { name: "Instances that met the address" });
    expect(document.instances.length).toBeGreaterThan(0);
    await expect(instances.getByRole("row")).toHaveCount(document.instances.length + 1);
    for (const { instanceId, traffic } of document.instances) {
      const exact = `${traffic.bytesOut.toLocaleString("en")} ${traffic.bytesOut === 1 ? "byte" : "bytes"}`;
      await expect(instances.getByRole("row", { name: instanceId }).getByTitle(exact).first()).toBeVisible();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a cancelled upload leaves nothing behind", async ({ page }) => {
  test.slow();
  await openEmptyCase(page, "Cancelled upload");
  const before = uploads().length;
  let parts = 0;
  await page.route("**/api/uploads/**", async (route) => {
    // The second part never arrives.
    if (route.request().method() === "PATCH" && ++parts === 2) return;
    await route.continue();
  });
  const folder = mkdtempSync(join(tmpdir(), "threadline-large-"));
  const file = join(folder, "large.log");
  writeFileSync(file, Buffer.alloc(2 * PART_BYTES + 5, "x\n"));
  try {
    await page.getByLabel("Files", { exact: true }).setInputFiles(file);
    await expect.poll(() => parts, SENT_WITHIN).toBe(2);
    expect(uploads().length).toBeGreaterThan(before);
    await page.getByRole("button", { name: "Cancel the upload" }).click();
    await expect(page.getByRole("status").filter({ hasText: "The upload was cancelled." })).toBeVisible();
    await expect.poll(() => uploads().length, SENT_WITHIN).toBe(before);
    await page.reload();
    await expect(page.getByRole("heading", { name: "Add logs" })).toBeVisible();
    await expect(page.getByRole("table", { name: "Files" })).toHaveCount(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an upload that was cut off goes on from where it stopped", async ({ page }) => {
  test.slow();
  await openEmptyCase(page, "Resumed upload");
  const folder = mkdtempSync(join(tmpdir(), "threadline-large-"));
  const file = join(folder, "large.log");
  writeFileSync(file, Buffer.alloc(2 * PART_BYTES + 5, "not a log, and long\n"));
  const offsets: string[] = [];
  let cut = true;
  await page.route("**/api/uploads/**", async (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.continue();
    const offset = request.headers()["upload-offset"] ?? "";
    if (cut && offset !== "0") return route.abort("internetdisconnected");
    offsets.push(offset);
    await route.continue();
  });
  try {
    await page.getByLabel("Files", { exact: true }).setInputFiles(file);
    await expect(page.getByText("waiting for the connection, then it goes on by itself")).toBeVisible(SENT_WITHIN);
    // The page is left, and the same file chosen again.
    page.on("dialog", (dialog) => dialog.accept());
    await page.reload();
    cut = false;
    await page.getByLabel("Files", { exact: true }).setInputFiles(file);
    const row = page.getByRole("table", { name: "Files" }).getByRole("row", { name: "large.log" });
    await expect(row).toBeVisible(LOADED_WITHIN);
    await expect(row).toContainText("67.1 MB");
    expect(offsets).toEqual(["0", String(PART_BYTES), String(2 * PART_BYTES)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a file is removed with a reason, which the audit trail keeps", async ({ page }) => {
  const path = await openEmptyCase(page, "Removed file");
  await drop(page, [
    { name: "flow.log", text: flowLog() },
    { name: "wrong-customer.log", text: flowLog("10.77.0.9") },
  ]);
  const table = page.getByRole("table", { name: "Files" });
  await expect(table.getByRole("row")).toHaveCount(3, LOADED_WITHIN);
  await page.getByRole("button", { name: "Remove wrong-customer.log" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove a file from the case" });
  await dialog.getByRole("button", { name: "Remove the file" }).click();
  await expect(dialog.getByText("Say why the file is removed.")).toBeVisible();
  await dialog.getByLabel("Why is it removed?").fill("Of another customer");
  await dialog.getByRole("button", { name: "Remove the file" }).click();
  await expect(table.getByRole("row", { name: "flow.log" })).toBeVisible(LOADED_WITHIN);
  await expect(table.getByRole("row")).toHaveCount(2, LOADED_WITHIN);
  await page.goto("/audit");
  await expect(page.getByRole("row").filter({ hasText: "wrong-customer.log" })).toContainText("Of another customer");
  await page.goto(path.replace("/evidence", ""));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("what could not be read is told with its line", async ({ page }) => {
  await openEmptyCase(page, "Rejected lines");
  await drop(page, [{ name: "flow.log", text: `${flowLog()}this is no flow record\n` }]);
  const row = page.getByRole("table", { name: "Files" }).getByRole("row", { name: "flow.log" });
  await row.getByRole("button", { name: "1 rejected records of flow.log" }).click(LOADED_WITHIN);
  await expect(page.getByRole("region", { name: "Rejected records of flow.log" })).toContainText(
    "this is no flow record",
  );
});

/** A few records between an instance and the indicator. */
function flowLog(own = "10.88.0.9"): string {
  const header =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status instance-id";
  const at = Date.parse("2026-02-16T03:00:00Z") / 1000;
  const lines = Array.from({ length: 12 }, (_, n) =>
    [
      "5 123456789012 eni-0d0d0d0d0d0d0d0d0",
      own,
      INDICATOR,
      `4100${n % 10} 443 6 7 1234 ${at + n * 60} ${at + n * 60 + 50} ACCEPT OK i-0d0d0d0d0d0d0d0d0`,
    ].join(" "),
  );
  return `${[header, ...lines].join("\n")}\n`;
}

test("a flow log without a header is read once its format is given", async ({ page }) => {
  const columns = ["dstaddr", "srcaddr", "interface-id", "bytes", "start", "end", "action"];
  const line = (n: number) =>
    `${INDICATOR} 10.0.0.5 eni-0a1b2c3d4e5f60001 ${n} ${1_700_000_000 + n} ${1_700_000_060 + n} ACCEPT`;
  await openEmptyCase(page, "A log without a header");
  await drop(page, [
    { name: "custom.log", text: `${[1, 2, 3].map(line).join("\n")}\n` },
    { name: "custom-too.log", text: `${[4, 5].map(line).join("\n")}\n` },
  ]);
  const table = page.getByRole("table", { name: "Files" });
  await expect(table.getByRole("button", { name: /^Give the format of / })).toHaveCount(2, LOADED_WITHIN);
  await table.getByRole("button", { name: "Give the format of custom.log" }).click();
  const dialog = page.getByRole("dialog", { name: "Give the format of a flow log" });
  await dialog.getByRole("textbox", { name: "Format" }).fill("all of it");
  await dialog.getByRole("button", { name: "Read it again" }).click();
  await expect(dialog).toContainText("That is no format of a flow log.");
  await dialog.getByRole("textbox", { name: "Format" }).fill(columns.map((name) => `$\{${name}}`).join(" "));
  await dialog.getByRole("checkbox", { name: "Also for the other files of this case that need a format" }).check();
  await dialog.getByRole("button", { name: "Read it again" }).click();
  await expect(dialog).toBeHidden();
  const row = (name: string) => table.getByRole("row", { name, exact: false });
  await expect(row("custom.log").getByRole("cell").nth(2)).toHaveText("3", LOADED_WITHIN);
  await expect(row("custom-too.log").getByRole("cell").nth(2)).toHaveText("2", LOADED_WITHIN);
  await expect(table.getByRole("button", { name: /^Give the format of / })).toHaveCount(0);
});
