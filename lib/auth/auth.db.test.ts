import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeSetupToken } from "@/bin/setup-token.mjs";
import { createOwner } from "@/lib/auth/create-owner";
import { findPerson } from "@/lib/auth/find-person";
import { needsOwner } from "@/lib/auth/needs-owner";
import { signIn } from "@/lib/auth/sign-in";
import { signOut } from "@/lib/auth/sign-out";
import type { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

const OWNER = { name: "Ada", email: "Ada@Example.net", password: "correct horse battery" };
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await pool().query("DELETE FROM rate_limits");
});

const from = (address: string) => new Headers({ "x-forwarded-for": address });
const actions = async () =>
  (await prisma().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action, actor }) => `${action} by ${actor}`);

describe("the owner's account", () => {
  it("is made once, by the newest token, with its audit entry", async () => {
    expect(await needsOwner()).toBe(true);
    const older = await makeSetupToken(database.url);
    const token = await makeSetupToken(database.url);
    const wrong = createOwner({ ...OWNER, token: older ?? "" }, from("192.0.2.1"));
    await expect(wrong).rejects.toMatchObject({ code: "forbidden" });
    expect(await needsOwner()).toBe(true);
    expect(await actions()).toEqual(["person.sign-in-failed by nobody"]);

    const both = [0, 1].map(() => createOwner({ ...OWNER, token: token ?? "" }, from("192.0.2.1")));
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await needsOwner()).toBe(false);
    expect((await actions()).slice(1)).toEqual(["owner.created by ada@example.net"]);
    expect((await prisma().user.findMany()).map(({ email, role }) => ({ email, role }))).toEqual([
      { email: "ada@example.net", role: "owner" },
    ]);
    expect(await makeSetupToken(database.url)).toBeNull();
    expect(await prisma().setupToken.count()).toBe(0);
  });

  it("keeps its token when the account cannot be made", async () => {
    await pool().query("DELETE FROM users");
    const token = await makeSetupToken(database.url);
    await expect(createOwner({ ...OWNER, password: "short", token: token ?? "" }, from("192.0.2.1"))).rejects.toThrow(
      /12/,
    );
    const sha256 = createHash("sha256")
      .update(token ?? "")
      .digest("hex");
    expect(await prisma().setupToken.findMany({ select: { sha256: true } })).toEqual([{ sha256 }]);
    await createOwner({ ...OWNER, token: token ?? "" }, from("192.0.2.1"));
  });
});

describe("signing in", () => {
  it("opens a session that says who it is, and signing out ends it", async () => {
    await signIn({ email: " ADA@example.net", password: OWNER.password }, from("192.0.2.2"));
    const session = await prisma().webSession.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    const { auth } = await import("@/lib/auth/auth");
    const context = await auth().$context;
    const { makeSignature } = await import("better-auth/crypto");
    const signature = await makeSignature(session.token, context.secret);
    const cookie = `${context.authCookies.sessionToken.name}=${encodeURIComponent(`${session.token}.${signature}`)}`;
    const headers = new Headers({ cookie });
    const person = await findPerson(headers);
    expect(person).toMatchObject({ name: "Ada", email: "ada@example.net", role: "owner" });
    expect(await findPerson(new Headers({ cookie: cookie.replace(/.$/, "x") }))).toBeNull();
    if (!person) throw new Error("nobody");
    // Known by now, and still read each time.
    await pool().query("UPDATE users SET name = 'Ada L.' WHERE id = $1", [person.id]);
    expect(await findPerson(headers)).toEqual({ ...person, name: "Ada L." });
    expect(await findPerson(new Headers({ cookie: cookie.replace(/.$/, "x") }))).toBeNull();
    await pool().query("UPDATE web_sessions SET expires_at = now() + interval '1 day' WHERE id = $1", [session.id]);
    expect(await findPerson(headers)).toMatchObject({ id: person.id });
    const { expiresAt } = await prisma().webSession.findUniqueOrThrow({ where: { id: session.id } });
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    expect(await findPerson(headers)).toMatchObject({ id: person.id });
    await signOut(person, headers);
    expect(await findPerson(headers)).toBeNull();
    expect((await actions()).slice(-2)).toEqual([
      "person.signed-in by ada@example.net",
      "person.signed-out by ada@example.net",
    ]);
  });

  it("tells a wrong password and an unknown address in the same words, and writes both down", async () => {
    const words = await Promise.all(
      ["ada@example.net", "nobody@example.net"].map((email) =>
        signIn({ email, password: "not the password" }, from("192.0.2.3")).catch((error: AppError) => error.message),
      ),
    );
    expect(new Set(words).size).toBe(1);
    expect((await actions()).slice(-2)).toEqual(Array(2).fill("person.sign-in-failed by nobody"));
  });

  it("stops one who guesses, and not the one who belongs there", async () => {
    const guess = () => signIn({ email: OWNER.email, password: "a wrong guess" }, from("192.0.2.4"));
    for (let n = 0; n < 8; n++) await expect(guess()).rejects.toThrow(/do not go together/);
    const before = (await actions()).length;
    await expect(guess()).rejects.toThrow(/Too many attempts/);
    await expect(signIn({ email: OWNER.email, password: OWNER.password }, from("192.0.2.4"))).rejects.toThrow(
      /Too many/,
    );
    expect((await actions()).slice(before)).toEqual(["person.locked-out by nobody"]);
    const told = await prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(told).toMatchObject({ subject: "ada@example.net", address: "192.0.2.4", detail: { limit: 8, of: "pair" } });
    await signIn({ email: OWNER.email, password: OWNER.password }, from("192.0.2.5"));
  });

  it("counts guesses that come at once", async () => {
    const guess = () =>
      signIn({ email: OWNER.email, password: "a wrong guess" }, from("192.0.2.7")).catch(({ message }) => message);
    const answers = await Promise.all(Array.from({ length: 24 }, guess));
    expect(answers.filter((words) => /do not go together/.test(words))).toHaveLength(8);
    expect(answers.filter((words) => /Too many attempts/.test(words))).toHaveLength(16);
  });

  it("opens no session that the audit trail does not tell of", async () => {
    const sessions = await prisma().webSession.count();
    await pool().query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$`);
    const { Client } = (await import("pg")).default;
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    try {
      await owner.query("CREATE TRIGGER refuse BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse()");
      await expect(signIn({ email: OWNER.email, password: OWNER.password }, from("192.0.2.6"))).rejects.toThrow();
      expect(await prisma().webSession.count()).toBe(sessions);
    } finally {
      await owner.query("DROP TRIGGER refuse ON audit_entries");
      await owner.end();
    }
  });
});
