import { readdirSync } from "node:fs";
import { axeOf, brokenRules } from "./axe-of";
import { CASE_TITLE, expect, test } from "./incident";
import { OWNER, SIGNED_IN } from "./owner";

/** Routes for everyone: what they are is said in bin/checks/guards.mjs. */
const OPEN = /^\/(healthz$|api\/auth\/|api\/v1\/openapi.json$)/;
const NOBODY = { storageState: { cookies: [], origins: [] } };

/** The address of every page and route below app/, with its parameters filled in. */
function addressesOf(file: "page.tsx" | "route.ts", ids: Record<string, string>): string[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((path) => path.split("/").at(-1) === file)
    .map((path) => `/${path.slice(0, -file.length)}`)
    .map((path) => path.replace(/\([^)]*\)\//g, "").replace(/\[+(?:\.\.\.)?(\w+)\]+/g, (_, name) => ids[name] ?? "x"))
    .map((path) => (path === "/" ? path : path.replace(/\/$/, "")));
}

test.describe("someone who is not signed in", () => {
  test.use(NOBODY);

  test("opens a link, signs in, and sees what the link shows", async ({ page, incident: { document }, browser }) => {
    const owner = await browser.newPage({ storageState: SIGNED_IN });
    await owner.goto("/");
    const href = await owner.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
    await owner.close();
    const instanceId = document.instances[0]?.instanceId ?? "";
    const link = `${href}/instances/${instanceId}?tie=all&source=dns`;
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    expect(await page.content()).not.toContain(CASE_TITLE);
    expect(await brokenRules(axeOf(page))).toEqual([]);

    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByLabel("Password").fill("not this one at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("This address and password do not go together.")).toBeFocused();
    await page.getByLabel("Password").fill(OWNER.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { level: 1, name: instanceId })).toBeVisible();
    expect(page.url()).toContain(link);
  });

  test("gets no page and no route", async ({ page, request, incident: { document } }) => {
    const instanceId = document.instances[0]?.instanceId ?? "";
    const ids = { caseId: "00000000-0000-4000-8000-000000000000", instanceId };
    const pages = addressesOf("page.tsx", ids).filter(
      (path) => !["/sign-in", "/sign-in/second-factor", "/welcome", "/join", "/forgot"].includes(path),
    );
    expect(pages.length).toBeGreaterThan(5);
    for (const path of pages) {
      await page.goto(path);
      await expect(page, path).toHaveURL(/\/sign-in(\?|$)/);
    }
    const routes = addressesOf("route.ts", ids).filter((path) => !OPEN.test(path));
    expect(routes.length).toBeGreaterThan(0);
    for (const path of routes) {
      for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
        const status = (await request.fetch(path, { method })).status();
        expect([401, 405], `${method} ${path} answers ${status}`).toContain(status);
      }
    }
  });
});

test("a request from another site changes nothing and is told nothing", async ({ request }) => {
  for (const path of addressesOf("route.ts", { caseId: "00000000-0000-4000-8000-000000000000" })) {
    // A provider of identities leads to the last ones, from its own site.
    if (OPEN.test(path)) continue;
    const answer = await request.fetch(path, { method: "POST", headers: { origin: "https://evil.example" } });
    expect([403, 405, 421], `POST ${path}`).toContain(answer.status());
    const read = await request.get(path, { headers: { "sec-fetch-site": "cross-site" } });
    expect([405, 421], `GET ${path}`).toContain(read.status());
  }
  const rebound = await request.get("/", { headers: { host: "evil.example" }, maxRedirects: 0 });
  expect(rebound.status()).toBe(421);
});

test("each page has a policy by which only its own scripts run", async ({ request }) => {
  const policies = new Set<string>();
  for (const path of ["/", "/audit", "/nowhere"]) {
    const answer = await request.get(path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    policies.add(policy);
    const script = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(script).not.toContain("unsafe");
    const nonce = /'nonce-([^']+)'/.exec(script)?.[1];
    expect(nonce).toBeDefined();
    const html = await answer.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/style-src 'self' 'unsafe-inline'/);
    expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
    expect(answer.headers()["x-powered-by"]).toBeUndefined();
  }
  expect(policies.size, "a nonce is used once").toBe(3);
});

test("the session's cookie is out of reach of scripts and of other sites", async ({ context }) => {
  const cookie = (await context.cookies()).find(({ name }) => name.startsWith("threadline."));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});
