import { axeOf, brokenRules } from "./axe-of";
import { OWNER, SIGNED_IN } from "./owner";
import { expect, test } from "./ready-page";

const TOKEN = process.env.THREADLINE_TEST_SETUP_TOKEN ?? "";

test("the first visitor cannot take the house; who has the console's token makes the owner's account", async ({
  page,
}) => {
  await page.goto("/audit");
  await expect(page).toHaveURL("/welcome");
  await expect(page.getByRole("heading", { name: "Welcome to Threadline" })).toBeVisible();
  expect(await brokenRules(axeOf(page))).toEqual([]);
  const fill = async (token: string) => {
    await page.getByLabel("Token").fill(token);
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByLabel("Password").fill(OWNER.password);
    await page.getByRole("button", { name: "Create the account" }).click();
  };
  await fill("guessed");
  await expect(page.getByText("This is not the token that the console shows.")).toBeFocused();

  // The link that the console prints fills the token in.
  await page.goto(`/welcome?token=${TOKEN}`);
  await expect(page.getByLabel("Token")).toHaveValue(TOKEN);
  await fill(TOKEN);
  await expect(page.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();

  await page.goto(`/welcome?token=${TOKEN}`);
  await expect(page, "signing up is closed").toHaveURL("/");
  await page.context().storageState({ path: SIGNED_IN });
});
