import type { Page } from "@playwright/test";
import type { FakeAccount } from "@/e2e/aws/fake-account";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { INCIDENT_ACCOUNTS, serveIncident } from "@/e2e/aws/serve-incident";
import { type FakeAthena, serveAthena } from "@/e2e/aws/services/athena";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { INDICATOR, REGION, WEB_2 } from "@/prisma/incidents/web-tier/world";
import { axeOf } from "./axe-of";
import { connect } from "./connect";
import { expect, test } from "./ready-page";

/** Of this run: a connection stays. */
const NAME = `Web tier ${process.pid}`;
/** A plan takes its time: a job makes it. */
const SLOW = { timeout: 90_000 };

let aws: FakeAws;
let account: FakeAccount;
let athena: FakeAthena;
test.beforeAll(async () => {
  const incident = await serveIncident();
  ({ aws, account } = incident);
  athena = await serveAthena(aws, incident.buckets.set("results", new FakeBucket({ region: REGION })));
});
test.afterAll(async () => {
  athena.close();
  await aws.close();
});

/** A case about the address, on its page of fetches. */
async function openFetchPage(page: Page, title: string) {
  await page.goto("/cases/new");
  const form = page.getByRole("form", { name: "New case" });
  await form.getByLabel("Name", { exact: true }).fill(title);
  await form.getByLabel("Flagged addresses and names").fill(INDICATOR);
  await form.getByLabel("From", { exact: true }).fill("2026-02-15 00:00");
  await form.getByLabel("Up to").fill("2026-02-17 00:00");
  await form.getByRole("button", { name: "Open the case" }).click();
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Fetch from AWS" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fetch from AWS" })).toBeVisible();
  await page.getByLabel("Connection").selectOption(NAME);
}

async function violations(page: Page) {
  const found = await axeOf(page).include("main").analyze();
  return found.violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`);
}

test("what is fetched is asked for by hand, planned, and dropped", async ({ page }) => {
  test.slow();
  const services = ["cloudtrail", "s3", "ec2", "sts", "athena", "glue", "route53resolver"] as const;
  await connect(page, { name: NAME, accounts: INCIDENT_ACCOUNTS, regions: [REGION], at: { url: aws.url, services } });

  await openFetchPage(page, "Straight from AWS");
  await expect(page.getByLabel("From", { exact: true })).toHaveValue(/^2026-02-15 00:00/);
  await page.getByRole("checkbox", { name: /^S3 / }).check();
  await page.getByRole("checkbox", { name: /^EC2 / }).check();
  await page.getByRole("textbox", { name: "Instances" }).fill(WEB_2.instanceId);
  await page.getByRole("textbox", { name: "Where logs lie" }).fill("s3://a s3");
  await page.getByRole("button", { name: "Plan the fetch" }).click();
  await expect(page.getByText("“s3” is no account, no region and not “requester-pays”.")).toBeVisible();
  await page.getByRole("textbox", { name: "Where logs lie" }).fill(`s3://${account.bucket}/AWSLogs/`);
  await page.getByRole("button", { name: "Plan the fetch" }).click();

  const plan = page.getByRole("region", { name: "Plan by source" });
  await expect(plan.getByRole("row", { name: /^CloudTrail .*at least/ })).toBeVisible(SLOW);
  await expect(plan.getByRole("row", { name: /^S3 / })).toBeVisible();
  expect(aws.calls.some(({ operation }) => operation === "LookupEvents" || operation === "GetObject")).toBe(false);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Drop the plan" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
});

test("an archive is asked by Athena, over tables that somebody agreed to, and within a limit", async ({ page }) => {
  test.slow();
  await openFetchPage(page, "By Athena");
  await page.getByRole("checkbox", { name: /^CloudTrail / }).uncheck();
  await page.getByRole("checkbox", { name: /^Athena / }).check();
  await page.getByRole("textbox", { name: "Database" }).fill("incident");
  await page.getByRole("textbox", { name: "Results go to" }).fill("s3://results/athena/");
  await page.getByRole("textbox", { name: "GB that one question may read" }).fill("1");
  const tables = page.getByRole("region", { name: "Tables for Athena" });
  await tables.getByRole("button", { name: "Look for tables" }).click();
  await expect(tables.getByRole("checkbox", { name: /^The flow log fl-/ })).toHaveCount(2);
  await tables.getByText("Statement", { exact: true }).nth(1).click();
  const statement = tables.getByRole("region", { name: /^Statement of the flow log fl-0aa/ });
  await expect(statement.getByText(/CREATE EXTERNAL TABLE/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const make = tables.getByRole("button", { name: "Make what is chosen" });
  await expect(make).toHaveAttribute("aria-disabled", "true");
  expect(athena.queries).toEqual([]);
  await tables.getByRole("checkbox", { name: /^I agree/ }).check();
  await make.click();
  await expect(tables.getByText(/^4 tables of logs/)).toBeVisible();

  const plan = page.getByRole("button", { name: "Plan the fetch" });
  const questions = page.getByRole("region", { name: "Questions to Athena" });
  await plan.click();
  await questions.getByText(/stopped beyond 1.0 GB/).click(SLOW);
  await expect(questions.getByText(/count_if/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Start the fetch" }).click();
  await expect(page.getByText("Done", { exact: true })).toBeVisible(SLOW);
  await expect(questions.getByText(/· done · scanned .*, less than \$0.01/)).toHaveCount(7);

  athena.endless = true;
  await plan.click();
  await page.getByRole("button", { name: "Start the fetch" }).click(SLOW);
  await expect(questions.getByText(/stopped or failed · scanned 2.0 GB, \$0.01/)).toBeVisible(SLOW);
  athena.endless = false;
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("link", { name: WEB_2.instanceId }).first()).toBeVisible();
});
