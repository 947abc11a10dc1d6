import { startFakeAws } from "./aws/fake-aws";
import type { FakeAws } from "./aws/fake-aws.types";
import { serveSts } from "./aws/services/sts";
import { expect, test } from "./ready-page";

const ROLE = "arn:aws:iam::444455556666:role/ThreadlineReader";
const SERVICES = [
  ...["athena", "cloudtrail", "cloudwatch-logs", "config", "ec2", "glue", "guardduty", "iam"],
  ...["organizations", "route53resolver", "s3", "securityhub", "sts"],
];

let aws: FakeAws;
test.beforeAll(async () => {
  aws = await startFakeAws({ answersAll: true });
  serveSts(aws, { [ROLE]: { externalId: "case-7" } });
});
test.afterAll(() => aws.close());

test("an owner makes a connection, learns what it may not read, adds that, and removes it", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Connections" }).click();
  await expect(page.getByRole("heading", { name: "AWS connections" })).toBeVisible();
  const add = page.getByRole("button", { name: "Add a connection" });
  if (await add.isVisible()) await add.click();
  await page.getByLabel("Name").fill("Production");
  await page.getByLabel("Regions").fill("eu-central-1, us-east-1");
  await page.getByLabel("Accounts", { exact: true }).fill(ROLE);
  await page.getByText("Profile, external ID, endpoints").click();
  await page.getByLabel("External ID").fill("case-7");
  const endpoints = (address: string) =>
    page.getByLabel("Endpoints of your own").fill(SERVICES.map((one) => `${one} ${address}`).join("\n"));
  await endpoints("http://s3.example.org");
  await page.getByRole("button", { name: /^Add (the|a) connection$/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "by http only on this machine itself" })).toBeVisible();
  await endpoints(aws.url);
  await page.getByRole("button", { name: "Add the connection" }).click();
  const card = page.getByRole("heading", { name: "Production" }).locator("xpath=ancestor::section[1]");
  await expect(card.getByText(ROLE)).toBeVisible();

  aws.deny(["guardduty:ListFindings"]);
  await page.getByRole("button", { name: "Test the connection Production" }).click();
  const account = page.getByRole("region", { name: "Account 444455556666" });
  await expect(account.getByText(/assumed-role\/ThreadlineReader\/threadline-owner@example\.net/)).toBeVisible();
  const rowOf = (name: string) =>
    account.getByRole("row").filter({ has: page.getByRole("cell", { name, exact: true }) });
  await expect(rowOf("GuardDuty")).toContainText("missing: guardduty:ListFindings");
  await expect(rowOf("CloudTrail")).toContainText("Yes");
  await expect(account.getByRole("region", { name: "Policy for account 444455556666" })).toContainText(
    '"guardduty:ListFindings"',
  );

  aws.allow(["guardduty:ListFindings"]);
  await page.getByRole("button", { name: "Test the connection Production" }).click();
  await expect(rowOf("GuardDuty")).toContainText("Yes");
  await expect(account.getByRole("region", { name: /^Policy/ })).toHaveCount(0);

  await page.getByRole("button", { name: "Remove Production" }).click();
  await expect(page.getByRole("heading", { name: "Production" })).toHaveCount(0);
});
