import { SECOND_FOREIGN_IP, WEB_2 } from "@/prisma/incidents/web-tier/world";
import { CASE_TITLE, expect, test } from "./incident";
import { instancePath } from "./instance-path";

test("from an instance's key to whom it led: the tree, the verdict, the record behind it", async ({
  page,
  incident,
}) => {
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Sessions" }).click();
  const tree = page.getByRole("treegrid", { name: "Role sessions" });
  const rows = tree.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows.first()).toContainText(WEB_2.instanceId);

  const told = incident.document.instances.find(({ instanceId }) => instanceId === WEB_2.instanceId);
  const calls = told?.apiCalls.reduce((sum, row) => sum + row.calls, 0) ?? 0;
  await expect(rows.first()).toContainText(String(calls));
  await expect(rows.first()).toContainText("off the instance");

  // The session that matters most is open: its verdict names the first use elsewhere and the minutes before it.
  const panel = page.getByRole("region", { name: `Session ${WEB_2.instanceId}`, exact: true });
  await expect(panel).toContainText(`First from ${incident.indicator}`);
  await expect(panel).toContainText("4 min after it was issued");
  await expect(panel).toContainText("IMDSv1, which asks for no token");
  const places = panel.getByRole("table", { name: "Places the session was used from" });
  for (const use of told?.offInstanceUse ?? []) {
    const row = places.getByRole("row").filter({ hasText: use.sourceIp });
    await expect(row).toContainText("elsewhere");
    await expect(row.getByRole("cell").nth(2)).toHaveText(String(use.calls));
  }

  await test.step("by keyboard to what the stolen key obtained, two hops on", async () => {
    await rows.first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    const hop = page.getByRole("region", { name: "Session deploy-tool-2", exact: true });
    await expect(hop.getByRole("navigation", { name: "What led to this session" })).toContainText("deploy-tool");
    await expect(hop).toContainText(`Judged by the addresses of ${WEB_2.instanceId}`);
    await expect(hop).toContainText(SECOND_FOREIGN_IP);
    await expect(hop.getByRole("table", { name: "Keys of the session" })).toContainText(
      "access key in the call's answer",
    );
    await expect(rows.filter({ hasText: "deploy-tool-2" })).toHaveAttribute("aria-selected", "true");
  });

  await test.step("a branch closes and opens", async () => {
    const before = await rows.count();
    await rows.first().focus();
    await page.keyboard.press("ArrowLeft");
    await expect(rows.first()).toHaveAttribute("aria-expanded", "false");
    await expect(rows).toHaveCount(before - 2);
    await page.keyboard.press("ArrowRight");
    await expect(rows).toHaveCount(before);
  });

  await test.step("to the record of the issuing call, and to its events", async () => {
    await rows.first().getByRole("link").click();
    await expect(panel).toBeVisible();
    const keys = panel.getByRole("table", { name: "Keys of the session" });
    await expect(keys.getByRole("row").nth(1).getByRole("link").nth(1)).toHaveAttribute(
      "href",
      /\/evidence\?file=[0-9a-f]{64}$/,
    );
    await keys.getByRole("row").nth(1).getByRole("link").first().click();
    await expect(page).toHaveURL(/\/instances\/.*source=api.*q=key%3AASIA/);
    await expect(page.getByRole("region", { name: "Role sessions" })).toBeVisible();
  });
});

test("whoever is not in the tree is found by search, and a look-alike is nobody's instance", async ({ page }) => {
  const path = (await instancePath(page, WEB_2.instanceId)).replace(/\/instances\/.*/, "/sessions");
  await page.goto(path);
  const rows = page
    .getByRole("treegrid")
    .getByRole("row")
    .filter({ has: page.getByRole("link") });
  await page.getByRole("searchbox").fill("support");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText("no instance's session");
  await rows.last().getByRole("link").click();
  await expect(page.getByText("No instance's session led to it")).toBeVisible();

  await page.getByRole("searchbox").fill("nobody-of-this-name");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "No session fits" })).toBeVisible();
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(rows.first()).toContainText(WEB_2.instanceId);

  await page.goto(`${path}?session=0123456789abcdef`);
  await expect(page.getByRole("heading", { name: "That session is not there" })).toBeVisible();
});

test("the instance's page tells of its sessions in short", async ({ page }) => {
  await page.goto(await instancePath(page, WEB_2.instanceId));
  const card = page.getByRole("region", { name: "Role sessions" });
  await expect(card).toContainText("off the instance");
  await card.getByRole("link", { name: "All of its sessions" }).click();
  await expect(page).toHaveURL(/\/sessions\?/);
});
