import { gunzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type FakeAccount, makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveCloudTrail, type TrailEvent } from "@/e2e/aws/services/cloudtrail";
import { serveEc2 } from "@/e2e/aws/services/ec2";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { serveSts } from "@/e2e/aws/services/sts";
import { ACCOUNT, DEPLOY_ACCOUNT, INDICATOR, REGION, WEB_2 } from "@/prisma/incidents/web-tier/world";
import { expect, test } from "./ready-page";

const ROLE = `arn:aws:iam::${DEPLOY_ACCOUNT}:role/Reader`;
/** Of this run: a connection stays. */
const NAME = `Web tier ${process.pid}`;
/** A fetch takes its time: CloudTrail is asked twice a second. */
const SLOW = { timeout: 90_000 };

let aws: FakeAws;
let account: FakeAccount;
test.beforeAll(async () => {
  aws = await startFakeAws({ accountId: ACCOUNT });
  account = makeFakeAccount({ scale: 0.02 });
  const trails = [...account.objects].filter(([key]) => key.includes("/CloudTrail/"));
  serveCloudTrail(
    aws,
    trails.flatMap(([, bytes]) => JSON.parse(gunzipSync(bytes).toString("utf8")).Records as TrailEvent[]),
  );
  serveSts(aws, { [ROLE]: {} });
  serveEc2(aws, account);
  const bucket = new FakeBucket({ region: REGION });
  for (const [key, bytes] of account.objects) bucket.put(key, bytes);
  serveS3(aws).set(account.bucket, bucket);
});
test.afterAll(() => aws.close());

async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).include("main").analyze();
  return found.violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target}`);
}

test("a case is filled straight from AWS, and no file is touched", async ({ page }) => {
  test.slow();
  await page.goto("/connections");
  await page
    .getByRole("button", { name: "Add a connection" })
    .or(page.getByLabel("Name", { exact: true }))
    .first()
    .click();
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await page.getByLabel("Regions").fill(REGION);
  await page.getByRole("textbox", { name: "Accounts" }).fill(`${ACCOUNT}\n${ROLE}`);
  await page.getByText("Profile, external ID, endpoints").click();
  const services = ["cloudtrail", "s3", "ec2", "sts"].map((service) => `${service} ${aws.url}`);
  await page.getByLabel("Endpoints of your own").fill(services.join("\n"));
  await page.getByRole("button", { name: "Add the connection" }).click();
  await expect(page.getByRole("heading", { name: NAME })).toBeVisible();

  await page.goto("/cases/new");
  const form = page.getByRole("form", { name: "New case" });
  await form.getByLabel("Name", { exact: true }).fill("Straight from AWS");
  await form.getByLabel("Flagged addresses and names").fill(INDICATOR);
  await form.getByLabel("From", { exact: true }).fill("2026-02-15 00:00");
  await form.getByLabel("Up to").fill("2026-02-17 00:00");
  await form.getByRole("button", { name: "Open the case" }).click();
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Fetch from AWS" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Fetch from AWS" })).toBeVisible();
  await expect(page.getByLabel("From", { exact: true })).toHaveValue(/^2026-02-15 00:00/);
  await page.getByLabel("Connection").selectOption(NAME);
  await page.getByRole("checkbox", { name: /^S3 / }).check();
  await page.getByRole("checkbox", { name: /^EC2 / }).check();
  await page.getByRole("textbox", { name: "Instances" }).fill(WEB_2.instanceId);
  await page.getByRole("textbox", { name: "Where logs lie" }).fill("s3://a s3");
  await page.getByRole("button", { name: "Plan the fetch" }).click();
  await expect(page.getByText("“s3” is no account, no region and not “requester-pays”.")).toBeVisible();
  await page.getByRole("textbox", { name: "Where logs lie" }).fill(`s3://${account.bucket}/AWSLogs/`);
  const athena = page.getByRole("checkbox", { name: /^Athena / });
  await athena.check();
  await expect(page.getByLabel("Database")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await athena.uncheck();
  await page.getByRole("button", { name: "Plan the fetch" }).click();

  const plan = page.getByRole("region", { name: "Plan by source" });
  await expect(plan.getByRole("row", { name: /^CloudTrail .*at least/ })).toBeVisible(SLOW);
  await expect(plan.getByRole("row", { name: /^S3 / })).toBeVisible();
  expect(aws.calls.some(({ operation }) => operation === "LookupEvents" || operation === "GetObject")).toBe(false);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Start the fetch" }).click();

  const fetched = page.getByRole("region", { name: "Progress by source" });
  await expect(fetched).toBeVisible();
  await expect(page.getByText("Done", { exact: true })).toBeVisible(SLOW);
  await page.getByText(/could not be brought$/).click();
  await expect(page.getByText(/LookupEvents has the last 90 days only/).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);

  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("link", { name: WEB_2.instanceId }).first()).toBeVisible();
  await page.goto(`${new URL(page.url()).pathname}/evidence?q=DescribeInstances`);
  await expect(page.getByText(/fetch-[0-9a-f]{8}\/.*DescribeInstances\.jsonl/).first()).toBeVisible();
});
