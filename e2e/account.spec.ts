import { createOTP } from "@better-auth/utils/otp";
import type { Page } from "@playwright/test";
import { axeOf, brokenRules } from "./axe-of";
import { expect, test } from "./ready-page";

const NOBODY = { storageState: { cookies: [], origins: [] } };
const PASSWORD = "nine velvet lanterns";
const EMAIL = "theo@example.net";

/** The letters and digits of a secret as apps read them, RFC 4648. */
function fromBase32(text: string): string {
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 2)));
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in?to=/account");
  await page.getByLabel("E-mail address").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("someone sets up a second factor, signs in by it and by a recovery code, and ends a session elsewhere", async ({
  page: owners,
  browser,
}) => {
  await owners.goto("/people");
  await owners.getByLabel("E-mail address").fill(EMAIL);
  await owners.getByRole("button", { name: "Make the link" }).click();
  const link = await owners.getByRole("status").locator("code").innerText();
  const context = await browser.newContext(NOBODY);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill("Theo");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();

  await owners.getByRole("button", { name: "Require it of everyone" }).click();
  await expect(owners.getByText("Set up a second factor of your own first")).toBeVisible();

  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("link", { name: "Your account" }).click();
  await page.getByLabel("Your password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set it up" }).click();
  await expect(page.getByRole("img", { name: "QR code of the secret, for your app" })).toBeVisible();
  expect(await brokenRules(axeOf(page))).toEqual([]);
  const secret = fromBase32(await page.getByRole("form", { name: "Second factor" }).locator("code").innerText());
  await page.getByLabel("The code that the app shows").fill(await createOTP(secret).totp());
  await page.getByRole("button", { name: "Put it in force" }).click();
  const recovery = await page.getByRole("region", { name: "Recovery codes" }).getByRole("listitem").first().innerText();

  const elsewhere = await browser.newContext(NOBODY);
  const other = await elsewhere.newPage();
  await signIn(other);
  await expect(other.getByRole("heading", { name: "Second step" })).toBeVisible();
  await other.goto("/audit");
  await expect(other).toHaveURL(/\/sign-in/);
  await signIn(other);
  await other.getByLabel("Code").fill("000000");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText("This code does not fit.")).toBeFocused();
  await other.getByLabel("Code").fill(recovery);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();

  await page.reload();
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await sessions.getByRole("button", { name: /^End the session of / }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await other.reload();
  await expect(other).toHaveURL(/\/sign-in/);
  await context.close();
  await elsewhere.close();
});
