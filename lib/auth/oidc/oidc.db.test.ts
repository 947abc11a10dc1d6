import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changePerson } from "@/lib/auth/change-person";
import { invitePerson } from "@/lib/auth/invite-person";
import { beginOidc } from "@/lib/auth/oidc/begin-oidc";
import { finishOidc } from "@/lib/auth/oidc/finish-oidc";
import { REFUSALS } from "@/lib/auth/oidc/refusals";
import { OPERATOR } from "@/lib/auth/person";
import { addPerson } from "@/lib/auth/test-people";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

const OURS = "http://127.0.0.1:3000";
let database: TestDatabase;
let server: Server;
let issuer: string;
/** Who signs in at the provider, and what it says of them. */
let claims: Record<string, unknown> & { sub: string };

beforeAll(async () => {
  database = await createTestDatabase();
  server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "threadline",
        client_secret: "known to both",
        redirect_uris: [`${OURS}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["test"] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => claims }),
  });
  server.on("request", provider.callback());
  process.env.THREADLINE_OIDC_ISSUER = issuer;
  process.env.THREADLINE_OIDC_CLIENT_ID = "threadline";
  process.env.THREADLINE_OIDC_CLIENT_SECRET = "known to both";
});
afterAll(async () => {
  for (const name of ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"]) delete process.env[`THREADLINE_OIDC_${name}`];
  await new Promise((done) => server.close(done));
  await database.drop();
});

beforeEach(() => {
  claims = { sub: "1", email: "vera@example.net", email_verified: true, name: "Vera" };
});

/** A browser that does as it is told until it is led back to us: signs in, says yes, keeps cookies. */
async function throughProvider(start: string): Promise<string> {
  const jar = new Map<string, string>();
  let [url, form]: [string, URLSearchParams | null] = [start, null];
  for (let step = 0; step < 20; step++) {
    const answer: Response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form === null ? {} : { method: "POST", body: form }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";")[0]?.split("=") ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    form = null;
    if (location !== null) {
      url = new URL(location, url).href;
      if (url.startsWith(OURS)) return url;
      continue;
    }
    const html = await answer.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
    if (!action) throw new Error(`${answer.status} ${html.slice(0, 300)}`);
    url = new URL(action, url).href;
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? "";
    form = new URLSearchParams({ prompt, login: claims.sub, password: "any" });
  }
  throw new Error("the provider leads in circles");
}

async function signInThere(change: (url: string) => string = (url) => url, cookies = true) {
  const { url, cookies: set } = await beginOidc("/cases/new", new Headers());
  const back = change(await throughProvider(url));
  const cookie = set.map((one) => one.split(";")[0]).join("; ");
  return finishOidc(new Request(back, { headers: cookies ? { cookie, host: "127.0.0.1:3000" } : {} }));
}

const sessionsOf = (email: string) => prisma().webSession.count({ where: { user: { email } } });

describe("signing in by an identity provider", () => {
  it("needs an account or an invitation, and leaves nothing behind without", async () => {
    await expect(signInThere()).rejects.toThrow(REFUSALS.uninvited);
    expect(await prisma().user.count()).toBe(0);
    const last = await prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(last).toMatchObject({ action: "person.sign-in-failed", detail: { why: REFUSALS.uninvited } });

    await invitePerson({ email: "vera@example.net", role: "member" }, OPERATOR);
    const { path, cookies } = await signInThere();
    expect(path).toBe("/cases/new");
    expect(cookies.some((cookie) => /session_token=.*HttpOnly/i.test(cookie))).toBe(true);
    expect(await prisma().user.findMany({ select: { email: true, name: true, role: true } })).toEqual([
      { email: "vera@example.net", name: "Vera", role: "member" },
    ]);
    expect(await prisma().entryLink.count()).toBe(0);
    await signInThere();
    expect(await sessionsOf("vera@example.net")).toBe(2);
    expect(await prisma().loginAccount.findMany({ select: { accessToken: true, idToken: true } })).toEqual([
      { accessToken: null, idToken: null },
    ]);
  });

  it("joins an account by an address that the provider has verified, and by no other", async () => {
    const { email } = await addPerson("wim");
    claims = { sub: "2", email, email_verified: false, name: "Wim" };
    await expect(signInThere()).rejects.toMatchObject({ code: "forbidden" });
    await invitePerson({ email: "xia@example.net", role: "owner" }, OPERATOR);
    claims = { sub: "3", email: "xia@example.net", email_verified: false, name: "Xia" };
    await expect(signInThere()).rejects.toMatchObject({ code: "forbidden" });
    expect(await prisma().user.count({ where: { email: "xia@example.net" } })).toBe(0);
    expect(await sessionsOf(email)).toBe(0);
    claims = { sub: "2", email, email_verified: true, name: "Somebody else" };
    await signInThere();
    expect(await prisma().user.findUnique({ where: { email } })).toMatchObject({ id: "wim", name: "wim" });
  });

  it("refuses an answer that this browser did not ask for, one that was changed, and a disabled account", async () => {
    await addPerson("yan", "owner");
    claims = { sub: "4", email: "yan@example.net", email_verified: true, name: "Yan" };
    await expect(signInThere((url) => url, false)).rejects.toMatchObject({ code: "forbidden" });
    await expect(signInThere((url) => url.replace(/code=[^&]+/, "code=made-up"))).rejects.toThrow(REFUSALS.answer);
    await expect(signInThere((url) => url.replace(/state=[^&]+/, "state=made-up"))).rejects.toThrow(REFUSALS.answer);
    expect(await sessionsOf("yan@example.net")).toBe(0);
    await signInThere();
    await addPerson("zoe", "owner");
    await changePerson({ userId: "yan", disabled: true }, OPERATOR);
    await expect(signInThere()).rejects.toThrow(REFUSALS.disabled);
    expect(await sessionsOf("yan@example.net")).toBe(0);
  });

  it("fills the trail with a few refused answers, and with one entry of the rest", async () => {
    await prisma().rateLimit.deleteMany();
    const before = await prisma().auditEntry.count();
    const back = new Request(`${OURS}/api/auth/callback/oidc?code=x&state=y`);
    for (let n = 0; n < 12; n++) await expect(finishOidc(back)).rejects.toMatchObject({ code: "forbidden" });
    expect(await prisma().auditEntry.count()).toBe(before + 9);
    await prisma().rateLimit.deleteMany();
  });

  it("asks the provider what it is now and then, and within no transaction", async () => {
    const asked: string[] = [];
    const note = ({ url = "" }: IncomingMessage) => asked.push(url);
    server.on("request", note);
    try {
      await signInThere();
      await signInThere();
    } finally {
      server.off("request", note);
    }
    expect(asked.filter((url) => url.includes("openid-configuration"))).toEqual([]);
    expect(asked.filter((url) => url.startsWith("/token"))).toHaveLength(2);
  });

  it("says that a provider cannot be reached", async () => {
    process.env.THREADLINE_OIDC_ISSUER = "http://127.0.0.1:1";
    await expect(beginOidc("/", new Headers())).rejects.toMatchObject({ code: "unavailable" });
    process.env.THREADLINE_OIDC_ISSUER = issuer;
  });
});
