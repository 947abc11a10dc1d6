import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import Provider from "oidc-provider";
import { startTrialApp } from "../bin/trial-app.mjs";
import { OWNER } from "./owner";
import { expect, test } from "./ready-page";

// Passkeys belong to a name, and a provider to a setting: an installation of its own, reached as localhost.
test.use({ storageState: { cookies: [], origins: [] } });

const provider: Server = createServer();
const dataDir = mkdtempSync(join(tmpdir(), "threadline-ways-"));
let app: Awaited<ReturnType<typeof startTrialApp>>;
let base = "";

test.beforeAll(async () => {
  await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  app = await startTrialApp(dataDir, (port) => {
    base = `http://localhost:${port}`;
    return {
      ...{ BASE_URL: base, THREADLINE_OIDC_ISSUER: issuer, THREADLINE_OIDC_NAME: "Corp" },
      ...{ THREADLINE_OIDC_CLIENT_ID: "threadline", THREADLINE_OIDC_CLIENT_SECRET: "known to both" },
    };
  });
  const known = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: "threadline", client_secret: "known to both" },
        redirect_uris: [`${base}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["test"] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.net`, email_verified: true, name: sub }),
    }),
  });
  provider.on("request", known.callback());
});
test.afterAll(async () => {
  await app?.stop();
  await new Promise((done) => provider.close(done));
  rmSync(dataDir, { recursive: true, force: true });
});

test("tokens, passkeys and an identity provider let in whom they should, and nobody once they are taken away", async ({
  page,
  browser,
  request,
}) => {
  await page.goto(`${base}/welcome?token=${app.setupToken}`);
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cases" })).toBeVisible();

  await page.goto(`${base}/account`);
  await page.getByLabel("Name of the token").fill("nightly");
  const password = page.getByLabel("Your password, for a token");
  await password.fill("not this one");
  await page.getByRole("button", { name: "Make the token" }).click();
  await expect(page.getByText("This is not your password.")).toBeVisible();
  await password.fill(OWNER.password);
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = await page.getByRole("status").locator("code").innerText();
  const ask = async () =>
    (await request.get(`${base}/api/v1/cases`, { headers: { authorization: `Bearer ${token}` } })).status();
  expect(await ask()).toBe(200);

  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  await page.getByLabel("Name of the passkey").fill("Laptop");
  await page.getByLabel("Your password, to add or remove a passkey").fill(OWNER.password);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("list", { name: "Passkeys" })).toContainText("Laptop");
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await page.goto(`${base}/people`);
  await page.getByLabel("E-mail address").fill("vera@example.net");
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByRole("status").locator("code")).toBeVisible();
  await page.getByRole("button", { name: `Revoke nightly of ${OWNER.name}` }).click();
  await expect(page.getByRole("table", { name: "Everyone's API tokens" })).toHaveCount(0);
  expect(await ask()).toBe(401);

  await page.context().clearCookies();
  await page.goto(`${base}/sign-in?to=/account`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await page.getByLabel("Your password, to add or remove a passkey").fill(OWNER.password);
  await page.getByRole("button", { name: "Remove Laptop" }).click();
  await expect(page.getByRole("list", { name: "Passkeys" })).toHaveCount(0);
  await page.context().clearCookies();
  await page.goto(`${base}/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("This passkey was not accepted.")).toBeVisible();

  for (const [name, heading] of [
    ["vera", "Cases"],
    ["stranger", "Sign in"],
  ] as const) {
    const context = await browser.newContext();
    const theirs = await context.newPage();
    await theirs.goto(`${base}/sign-in`);
    await theirs.getByRole("link", { name: "Sign in with Corp" }).click();
    await theirs.getByPlaceholder("Enter any login").fill(name);
    await theirs.getByPlaceholder("and password").fill("any");
    await theirs.getByRole("button", { name: "Sign-in" }).click();
    await theirs.getByRole("button", { name: "Continue" }).click();
    await expect(theirs.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    if (name === "stranger") await expect(theirs.getByRole("alert").filter({ hasText: "no invitation" })).toBeVisible();
    await context.close();
  }
});
