import { axeOf, brokenRules } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";
import { instancePath } from "./instance-path";

const LIST = "watched-by-us.csv";

test("someone reads whom an instance talked to, under which names, and what a list says of them", async ({
  page,
  incident: { indicator, document },
}) => {
  const axe = async () => expect(await brokenRules(axeOf(page))).toEqual([]);

  await test.step("a list of known-bad values is taken", async () => {
    await page.goto("/reference");
    await expect(page.getByRole("heading", { level: 1, name: "Reference data" })).toBeVisible();
    const files = page.locator("input[type=file]");
    await files.setInputFiles({ name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("nothing of use") });
    await expect(page.getByRole("alert").filter({ hasText: "x.csv" })).toContainText("no address, network or name");
    const content = `${indicator},<b>seen</b> in another case\n`;
    await files.setInputFiles({ name: LIST, mimeType: "text/csv", buffer: Buffer.from(content) });
    await expect(page.getByRole("row").filter({ hasText: LIST })).toContainText("Known-bad list");
    await axe();
  });

  await page.goto("/");
  await page.getByRole("link", { name: CASE_TITLE }).click();
  await page.getByRole("navigation", { name: "Case" }).getByRole("link", { name: "Network" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Network" })).toBeVisible();
  const peers = page.getByRole("table", { name: "Peers of the instance" });
  const flagged = peers.getByRole("row").filter({ hasText: indicator });

  await test.step("peers have names, bytes and marks, in a table and a graph", async () => {
    await expect(flagged).toContainText("listed");
    await expect(flagged.getByText("listed")).toHaveAttribute("title", /<b>seen<\/b> in another case/);
    await expect(page.getByRole("img", { name: /largest peers/ })).toBeVisible();
    await axe();
  });

  await test.step("a listed value is watched, which its events say too, and no longer", async () => {
    await page.getByRole("button", { name: `Watch ${indicator}` }).click();
    await expect(page.getByRole("button", { name: `Stop watching ${indicator}` })).toBeVisible();
    const network = page.url();
    await page.goto(`${await instancePath(page, document.instances[0]?.instanceId ?? "")}?group=off&source=flow`);
    await page
      .getByRole("region", { name: "Events of the instance" })
      .getByRole("button")
      .filter({ hasText: "packet" })
      .first()
      .click();
    const sheet = page.getByRole("complementary", { name: "Event" });
    await expect(sheet).toContainText(`${indicator} stands on the list ${LIST}: <b>seen</b> in another case`);
    await expect(sheet).toContainText(`${indicator} is watched in this case`);
    await page.goto(network);
    await page.getByRole("button", { name: `Stop watching ${indicator}` }).click();
    await expect(page.getByRole("button", { name: `Watch ${indicator}`, exact: true })).toBeVisible();
  });

  await test.step("a heading sorts, and the address of the page says so", async () => {
    await peers.getByRole("link", { name: "First seen" }).click();
    await expect(peers.getByRole("columnheader", { name: "First seen" })).toHaveAttribute("aria-sort", "ascending");
    await expect(page).toHaveURL(/sort=first/);
  });

  await test.step("a filter leaves what fits", async () => {
    await page.getByLabel("Address, network, port or name").fill(indicator);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/q=/);
    await expect(flagged).toBeVisible();
    await expect(peers.getByRole("row")).toHaveCount(2);
  });

  await test.step("dark and narrow, it reads as well", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 390, height: 800 });
    await expect(flagged).toBeVisible();
    await axe();
  });

  await test.step("the list is removed, and its mark with it", async () => {
    await page.goto("/reference");
    await page.getByRole("button", { name: `Remove ${LIST}` }).click();
    await expect(page.getByRole("row").filter({ hasText: LIST })).toHaveCount(0);
    await page.goBack();
  });
});
