import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FakeAccount } from "@/e2e/aws/fake-account";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { INCIDENT_ACCOUNTS, serveIncident } from "@/e2e/aws/serve-incident";
import { serveConfig } from "@/e2e/aws/services/config";
import { serveGuardDuty } from "@/e2e/aws/services/guardduty";
import { serveIam } from "@/e2e/aws/services/iam";
import { serveSecurityHub } from "@/e2e/aws/services/security-hub";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import { toldByLogs } from "@/lib/fetch/told-by-logs";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { ACCOUNT, END, INDICATOR, REGION, START, WEB_2 } from "@/prisma/incidents/web-tier/world";
import { connect } from "./connect";
import { expect, test } from "./ready-page";

/** Of this run: a connection stays. */
const NAME = `All of it ${process.pid}`;
/** A fetch takes its time: CloudTrail is asked twice a second. */
const SLOW = { timeout: 90_000 };

let aws: FakeAws;
let account: FakeAccount;
test.beforeAll(async () => {
  ({ aws, account } = await serveIncident());
  for (const serve of [serveGuardDuty, serveSecurityHub, serveIam, serveConfig]) serve(aws, account);
});
test.afterAll(() => aws.close());

/** What the command says of the account's logs and of EC2's descriptions, brought as files. */
function byFiles(): InvestigationV1 {
  const folder = mkdtempSync(join(tmpdir(), "threadline-by-files-"));
  try {
    for (const [key, bytes] of account.objects) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), bytes);
    }
    for (const [list, members] of Object.entries(account.described))
      writeFileSync(join(folder, `describe-${list}.json`), JSON.stringify({ [list]: members }));
    const printed = execFileSync(
      process.execPath,
      [
        ...["bin/threadline.mjs", "investigate", folder, "--ip", INDICATOR, "--format", "json"],
        ...["--from", new Date(START).toISOString(), "--to", new Date(END).toISOString()],
      ],
      { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, stdio: ["ignore", "pipe", "inherit"] },
    );
    return JSON.parse(printed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("from a finding to the finished timeline, and no file is touched", async ({ page }) => {
  test.slow();
  await connect(page, {
    ...{ name: NAME, accounts: INCIDENT_ACCOUNTS, regions: [REGION] },
    at: { url: aws.url, services: AWS_SERVICES },
  });
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Findings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Findings" })).toBeVisible();
  await page.getByLabel("Connection").selectOption(NAME);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const findings = page.getByRole("table", { name: "Findings" });
  await expect(findings.getByRole("row", { name: /sample: nothing of it happened/ })).toBeVisible();
  await findings
    .getByRole("row", { name: new RegExp(`high.*${WEB_2.instanceId}.*${INDICATOR.replaceAll(".", "\\.")}`) })
    .getByRole("link", { name: /^Investigate / })
    .click();

  const form = page.getByRole("form", { name: "New case" });
  await expect(form.getByLabel("Flagged addresses and names")).toHaveValue(INDICATOR);
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue(/command server/);
  await expect(form.getByLabel("AWS connection").locator("option:checked")).toHaveText(NAME);
  await expect(form.getByLabel("From", { exact: true })).toHaveValue(/^2026-02-16 01:12/);
  // Both days: what led to it, and what came of it.
  await form.getByLabel("From", { exact: true }).fill("2026-02-15 00:00");
  await form.getByLabel("Up to").fill("2026-02-17 00:00");
  await form.getByRole("button", { name: "Open the case" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Fetch from AWS" })).toBeVisible();
  const plan = page.getByRole("region", { name: "Plan by source" });
  await expect(plan.getByRole("row", { name: /^S3 / })).toBeVisible(SLOW);
  for (const source of ["CloudTrail", "GuardDuty", "Security Hub", "EC2", "IAM", "AWS Config", "Which logs exist"])
    await expect(plan.getByRole("row", { name: new RegExp(`^${source} `) })).toBeVisible();
  const logs = page.getByRole("table", { name: /^Logs that exist/ });
  await expect(
    logs.getByRole("row", { name: new RegExp(`^Flow log .*${account.bucket}.*fields.* read `) }),
  ).toHaveCount(2);
  await expect(logs.getByRole("row", { name: /^Resolver query log .* read all queries$/ })).toHaveCount(1);
  await expect(logs.getByRole("row", { name: /^Trail .* read / })).toHaveCount(2);
  // One is left out and taken in again.
  await page.getByLabel("Show the logs with").fill("all queries");
  await expect(logs.getByRole("checkbox")).toHaveCount(1);
  const lookups = logs.getByRole("checkbox", { name: "all queries" });
  await lookups.uncheck();
  await expect(logs.getByRole("row", { name: /^Resolver query log .* left out all queries$/ })).toHaveCount(1);
  await expect(plan.getByText("left out: 1 step")).toBeVisible();
  await lookups.check();
  await expect(plan.getByText("left out: 1 step")).toHaveCount(0);
  await page.getByLabel("Show the logs with").fill("");
  const gotten = () => aws.calls.flatMap(({ operation, input }) => (operation === "GetObject" ? [input.Key] : []));
  expect(gotten(), "nothing is fetched before someone starts it").toEqual([]);
  await page.getByRole("button", { name: "Start the fetch" }).click();
  const progress = page.getByRole("region", { name: "Progress by source" });
  await expect(progress.getByRole("row", { name: /^S3 .* of / })).toBeVisible();
  await expect(page.getByText("Done", { exact: true })).toBeVisible(SLOW);
  // Each object once, and the page says so.
  const brought = [...account.objects].filter(([key]) => gotten().includes(key));
  expect([gotten().length, brought.length]).toEqual([account.objects.size - 1, account.objects.size - 1]);
  const bytes = brought.reduce((sum, [, { length }]) => sum + length, 0);
  const inWords = bytes < 999_950 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const cells = progress.getByRole("row", { name: /^S3 / }).getByRole("cell");
  await expect(cells.nth(3)).toHaveText(brought.length.toLocaleString("en"));
  await expect(cells.nth(4)).toHaveText(inWords);
  await page.getByText(/could not be brought$/).click();
  await expect(page.getByText(/LookupEvents has the last 90 days only/).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);

  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Overview" }).click();
  const instances = page.getByRole("table", { name: "Instances that met the address" });
  await instances.getByRole("link", { name: WEB_2.instanceId }).click();
  await expect(page.getByRole("heading", { level: 1, name: WEB_2.instanceId })).toBeVisible();

  const events = page.getByRole("table", { name: "Events of the instance, in order of time" });
  for (const source of ["Flow", "DNS", "API", "Finding"])
    await expect(events.getByRole("cell", { name: source, exact: true }).first()).toBeVisible();

  await expect(page.getByText(`${ACCOUNT}/${REGION} could not be fetched`)).toHaveCount(0);
  const report = page.url().replace(/\/cases\/([^/]+)\/.*$/, "/api/cases/$1/report/json");
  const expected = toldByLogs(byFiles());
  // Detectors look behind the load.
  await expect
    .poll(async () => toldByLogs((await (await page.request.get(report)).json()).documents[0]), SLOW)
    .toEqual(expected);
});
