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
import { connect } from "./connect";
import { expect, test } from "./ready-page";

const ROLE = `arn:aws:iam::${DEPLOY_ACCOUNT}:role/Reader`;
/** Of this run: a connection stays. */
const NAME = `Web tier ${process.pid}`;
/** A plan takes its time: a job makes it. */
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

test("what is fetched is asked for by hand, planned, and dropped", async ({ page }) => {
  test.slow();
  const services = ["cloudtrail", "s3", "ec2", "sts"] as const;
  await connect(page, { name: NAME, accounts: [ACCOUNT, ROLE], regions: [REGION], at: { url: aws.url, services } });

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
  await page.getByRole("button", { name: "Drop the plan" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
});
