import type { Page } from "@playwright/test";
import { axeOf, brokenRules } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";

const FINDING = {
  ...{ schemaVersion: "2.0", accountId: "123456789012", region: "eu-west-1", id: "a1b2c3", partition: "aws" },
  ...{ type: "Backdoor:EC2/C&CActivity.B!DNS", severity: 8, title: "web-2 asks for a command server's name" },
  ...{ createdAt: "2026-02-17T01:00:00.000Z", updatedAt: "2026-02-17T01:00:00.000Z" },
  resource: { resourceType: "Instance", instanceDetails: { instanceId: "i-0f25db4d88c29fa4e" } },
  service: {
    action: { actionType: "DNS_REQUEST", dnsRequestAction: { domain: "cdn-84f1c2.example.net", protocol: "UDP" } },
    ...{ eventFirstSeen: "2026-02-16T22:30:00.000Z", eventLastSeen: "2026-02-17T00:05:00.000Z" },
  },
};

const form = (page: Page) => page.getByRole("form", { name: "New case" });

async function openCase(page: Page, title: string, flagged: string): Promise<void> {
  await page.goto("/cases/new");
  await form(page).getByLabel("Name", { exact: true }).fill(title);
  await form(page).getByLabel("Flagged addresses and names").fill(flagged);
  await form(page).getByRole("button", { name: "Open the case" }).click();
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}\/evidence$/);
}

test("a pasted DNS finding fills the form, opens its case and becomes its first evidence", async ({ page }) => {
  await page.goto("/");
  await page.goto("/cases/new");
  await form(page)
    .getByLabel("JSON of the finding")
    .fill(JSON.stringify(FINDING, null, 2));
  await form(page).getByRole("button", { name: "Read the finding" }).click();
  await expect(form(page).getByLabel("Name", { exact: true })).toHaveValue(FINDING.title);
  await expect(form(page).getByLabel("Flagged addresses and names")).toHaveValue("cdn-84f1c2.example.net");
  await expect(form(page).getByLabel("From", { exact: true })).toHaveValue("2026-02-16 21:30:00");
  await expect(form(page).getByLabel("Up to")).toHaveValue("2026-02-17 01:05:00");
  await expect(form(page).getByText(/names no remote address/)).toBeVisible();
  await form(page).getByRole("button", { name: "Open the case" }).click();
  await expect(page).toHaveURL(/\/evidence$/);

  await page.getByRole("link", { name: FINDING.title }).click();
  await expect(page.getByRole("heading", { level: 1, name: FINDING.title })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("No address for cdn-84f1c2.example.net")).toBeVisible({ timeout: 1_000 });
  }, "the worker has loaded the finding").toPass();
  await expect(page.getByText(/There is no resolver query log in this case/)).toBeVisible();
});

test("a mistyped address is named with its line, and mended", async ({ page }) => {
  await page.goto("/cases/new");
  const flagged = form(page).getByLabel("Flagged addresses and names");
  await flagged.fill("198[.]51[.]100[.]77\n198.51.100.777");
  await form(page).getByRole("button", { name: "Open the case" }).click();
  await expect(form(page).getByLabel("Name", { exact: true }), "the first mistake has the focus").toBeFocused();
  await expect(form(page).getByText("A case needs a name.")).toBeVisible();
  await expect(flagged).toHaveAccessibleDescription(/Line 2, 198\.51\.100\.777: This is not an IPv4 address/);
  expect(await brokenRules(axeOf(page).include("main"))).toEqual([]);

  await form(page).getByLabel("Name", { exact: true }).fill("Typed by hand");
  await flagged.fill("198[.]51[.]100[.]77\n198.51.100.78");
  await expect(form(page).getByRole("list", { name: "Understood as" }).getByRole("listitem")).toHaveText([
    "198.51.100.77address, given as 198[.]51[.]100[.]77",
    "198.51.100.78address",
  ]);
  await form(page).getByRole("button", { name: "Open the case" }).click();
  await expect(page).toHaveURL(/\/evidence$/);
  const indicators = page.getByRole("navigation", { name: "Indicator" });
  await expect(indicators.getByRole("link")).toHaveText(["198.51.100.77", "198.51.100.78"]);
});

test("a candidate becomes the start with its reason, dwell time follows, and both ways lead back", async ({
  page,
  incident,
}) => {
  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  const about = page.getByRole("region", { name: "About this case" });
  const candidates = page.getByRole("region", { name: "Candidates for the start" });
  const first = candidates.getByRole("row").nth(1);
  const [day, clock] = (incident.document.earliestIndicator?.time ?? "").split("T");
  await expect(first).toContainText(clock?.slice(0, 8) ?? "");
  await expect(first).toContainText(/by .* earlier/);
  await expect(about).not.toContainText("dwell");

  await page.getByLabel("Why, for the audit trail (optional)").fill("nothing before it");
  await first.getByRole("button", { name: /^Accept as start/ }).click();
  await expect(first).toContainText("The window starts here.");
  await expect(page.getByText("“nothing before it”")).toBeVisible();
  await expect(page.getByText(/^Dwell time .*the finding/)).toBeVisible();
  await expect(about).toContainText("dwell");
  // What lies before the window is still a candidate, and what comes after it is later.
  await expect(candidates.getByRole("row").nth(2)).toContainText(/by .* later/);
  expect(await brokenRules(axeOf(page))).toEqual([]);
  const worst = incident.document.instances[0]?.instanceId ?? "";
  await page.getByRole("link", { name: worst }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: worst })).toBeVisible();
  await expect(page.getByTitle(/^Dwell time, from the accepted start/).last()).toContainText("dwell");
  await page.goBack();

  await page.getByRole("button", { name: "Take the start back" }).click();
  await expect(page.getByText("The window starts here.")).toHaveCount(0);
  await expect(about).not.toContainText("dwell");

  await first.getByRole("button", { name: /^Accept as start/ }).click();
  await expect(first).toContainText("The window starts here.");
  await page.getByRole("button", { name: "Edit case" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit case" });
  await expect(dialog.getByLabel("From", { exact: true })).toHaveValue(`${day} ${clock?.slice(0, 8)}`);
  expect(await brokenRules(axeOf(page).include("dialog"))).toEqual([]);
  await dialog.getByLabel("From", { exact: true }).fill("");
  await dialog.getByRole("button", { name: "Save name and window" }).click();
  await expect(dialog).toBeHidden();
  await expect(first.getByRole("button", { name: /^Accept as start/ })).toBeVisible();
});

test("a case is closed, which keeps it as it is, reopened, held, and purged by its name", async ({ page }) => {
  const title = "Soon to go";
  await openCase(page, title, "192.0.2.7");
  await page.getByRole("button", { name: "Close case" }).click();
  await expect(page.getByRole("button", { name: "Reopen case" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit case" })).toHaveCount(0);
  await page.getByRole("button", { name: "Reopen case" }).click();
  await expect(page.getByRole("button", { name: "Edit case" })).toBeVisible();

  const hold = async (name: string, reason: string, button: string) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByLabel("Reason").fill(reason);
    await page.getByRole("button", { name: button }).click();
  };
  await hold("Legal hold", "Asked for by counsel", "Set the hold");
  await expect(page.getByRole("region", { name: "About this case" })).toContainText("Legal hold");
  await page.getByRole("button", { name: "Purge case" }).click();
  const dialog = page.getByRole("dialog", { name: "Purge this case?" });
  await dialog.getByRole("textbox").fill("Another");
  await dialog.getByRole("button", { name: "Purge for good" }).click();
  await expect(dialog.getByText("This is not the name of the case.")).toBeVisible();
  await dialog.getByRole("textbox").fill(title);
  await dialog.getByRole("button", { name: "Purge for good" }).click();
  await expect(dialog.getByText("under legal hold, so nothing is removed from it: Asked for by counsel")).toBeVisible();
  await dialog.getByRole("button", { name: "Keep the case" }).click();
  await hold("Lift hold", "Settled", "Lift the hold");

  await page.getByRole("button", { name: "Purge case" }).click();
  await dialog.getByRole("textbox").fill(title);
  await dialog.getByRole("button", { name: "Purge for good" }).click();
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  await page.goto("/retention");
  await expect(page.getByRole("table", { name: "Purged cases" }).getByText("Purged").first()).toBeVisible();
  expect(await brokenRules(axeOf(page))).toEqual([]);
  // The entry is the last thing that a purge writes.
  await expect(async () => {
    await page.goto("/audit");
    await expect(page.getByRole("row", { name: /Case purged/ }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText(title)).toHaveCount(0);
});

test("flags are added and taken back one by one", async ({ page }) => {
  await openCase(page, "Flags", "192.0.2.8");
  await page.getByRole("button", { name: "Edit case" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit case" });
  await dialog.getByLabel("Flag more addresses or names").fill("hxxp://evil[.]example/x, 192.0.2.9");
  await dialog.getByRole("button", { name: "Flag these" }).click();
  await expect(dialog.getByRole("button", { name: "Remove evil.example" })).toBeVisible();
  await dialog.getByRole("button", { name: "Remove 192.0.2.8" }).click();
  await expect(dialog.getByRole("button", { name: "Remove 192.0.2.8" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Done" }).click();
  const indicators = page.getByRole("navigation", { name: "Indicator" });
  await expect(indicators.getByRole("link")).toHaveText(["192.0.2.9"]);
});

test("cases are found by their name and by what they flag", async ({ page, incident: { indicator } }) => {
  await page.goto("/");
  const search = page.getByRole("searchbox", { name: "Search cases by name, address or domain name" });
  await search.fill(indicator.slice(0, -1));
  await search.press("Enter");
  await expect(page).toHaveURL(/\?q=/);
  await expect(page.getByRole("link", { name: CASE_TITLE })).toBeVisible();

  await page.getByRole("heading", { level: 1, name: "Cases" }).click();
  await page.keyboard.press("j");
  await expect(page.getByRole("table", { name: "Cases" }).getByRole("link").first()).toBeFocused();
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await search.fill("100% of nothing");
  await search.press("Enter");
  await expect(page.getByRole("heading", { name: "No case matches" })).toBeVisible();
});
