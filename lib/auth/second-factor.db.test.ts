import { createOTP } from "@better-auth/utils/otp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeSetupToken } from "@/bin/setup-token.mjs";
import { acceptInvitation } from "@/lib/auth/accept-invitation";
import { changePassword } from "@/lib/auth/change-password";
import { changePerson } from "@/lib/auth/change-person";
import { createOwner } from "@/lib/auth/create-owner";
import { findPerson } from "@/lib/auth/find-person";
import { finishSignIn } from "@/lib/auth/finish-sign-in";
import { invitePerson } from "@/lib/auth/invite-person";
import { endSession, listOwnSessions } from "@/lib/auth/own-sessions";
import type { Person } from "@/lib/auth/person";
import { requireSecondFactor } from "@/lib/auth/require-second-factor";
import { beginSecondFactor, confirmSecondFactor, dropSecondFactor, renewRecoveryCodes } from "@/lib/auth/second-factor";
import { signIn } from "@/lib/auth/sign-in";
import { browser, jar } from "@/lib/auth/test-browser";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

vi.mock("next/headers.js", () => import("@/lib/auth/test-browser"));

const PASSWORD = "correct horse battery";
const EMAIL = "ada@example.net";
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const token = (await makeSetupToken(database.url)) ?? "";
  await createOwner({ token, name: "Ada", email: EMAIL, password: PASSWORD }, browser());
});
afterAll(() => database.drop());
beforeEach(() => pool().query("DELETE FROM rate_limits"));

async function me(): Promise<Person> {
  const person = await findPerson(browser());
  if (!person) throw new Error("nobody is signed in");
  return person;
}
const actions = async () =>
  (await prisma().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
const codeOf = (uri: string) => createOTP(base32(new URL(uri).searchParams.get("secret") ?? "")).totp();

/** RFC 4648, as apps read the secret. */
function base32(text: string): string {
  let bits = "";
  for (const character of text.replace(/=+$/, "")) {
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(character).toString(2).padStart(5, "0");
  }
  const bytes = bits.match(/.{8}/g) ?? [];
  return String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 2)));
}

async function setUp(password = PASSWORD): Promise<{ uri: string; recoveryCodes: string[] }> {
  const made = await beginSecondFactor({ password }, await me(), browser());
  await confirmSecondFactor({ code: await codeOf(made.uri) }, await me(), browser());
  return made;
}

describe("one's own sessions", () => {
  it("are listed, this one first, and end one by one or with the password", async () => {
    const first = new Map(jar);
    expect(await signIn({ email: EMAIL, password: PASSWORD }, browser())).toBe("signed-in");
    const sessions = await listOwnSessions(await me(), browser());
    expect(sessions.map(({ isThis }) => isThis)).toEqual([true, false]);
    expect(sessions[0]).toMatchObject({ userAgent: "Firefox/128.0 Linux" });
    await endSession({ id: sessions[1]?.id ?? "" }, await me());
    expect(await listOwnSessions(await me(), browser())).toHaveLength(1);
    const second = new Map(jar);
    jar.clear();
    for (const [name, value] of first) jar.set(name, value);
    expect(await findPerson(browser())).toBeNull();
    await signIn({ email: EMAIL, password: PASSWORD }, browser());

    const change = (current: string, password: string) => async () =>
      changePassword({ current, password }, await me(), browser());
    await expect(change("not this one", "eleven purple kettles")()).rejects.toMatchObject({ code: "forbidden" });
    await expect(change(PASSWORD, "ada@example.net1")()).rejects.toThrow(/guessed/);
    expect(await listOwnSessions(await me(), browser())).toHaveLength(2);
    await change(PASSWORD, "eleven purple kettles")();
    expect(await listOwnSessions(await me(), browser())).toHaveLength(1);
    await change("eleven purple kettles", PASSWORD)();
    jar.clear();
    for (const [name, value] of second) jar.set(name, value);
    expect(await findPerson(browser())).toBeNull();
    await signIn({ email: EMAIL, password: PASSWORD }, browser());
    expect((await actions()).filter((action) => action === "person.password-changed")).toHaveLength(2);
  });

  it("are one's own to end", async () => {
    await prisma().user.create({ data: { id: "bob", name: "Bob", email: "bob@example.net" } });
    const [own] = await listOwnSessions(await me(), browser());
    const bob: Person = { id: "bob", name: "Bob", email: "bob@example.net", role: "member" };
    await expect(endSession({ id: own?.id ?? "" }, bob)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a person's own password", () => {
  it("can be asked of more people at once than there are connections", async () => {
    const asked = Array.from({ length: 24 }, (_, at) => {
      const person: Person = { id: `p${at}`, name: "Nobody", email: `p${at}@example.net`, role: "member" };
      return changePassword({ current: "not this one", password: "eleven purple kettles" }, person, browser());
    });
    const answers = await Promise.allSettled(asked);
    for (const answer of answers) expect(answer).toMatchObject({ status: "rejected", reason: { code: "forbidden" } });
  });
});

describe("a second factor", () => {
  it("counts once a code of the app was given, and is then asked for", async () => {
    const wrong = beginSecondFactor({ password: "not this one" }, await me(), browser());
    await expect(wrong).rejects.toMatchObject({ code: "forbidden" });
    const { uri, recoveryCodes } = await beginSecondFactor({ password: PASSWORD }, await me(), browser());
    const early = confirmSecondFactor({ code: "000000" }, await me(), browser());
    await expect(early).rejects.toThrow(/does not fit/);
    expect(await signIn({ email: EMAIL, password: PASSWORD }, browser())).toBe("signed-in");
    await confirmSecondFactor({ code: await codeOf(uri) }, await me(), browser());
    expect(JSON.stringify(await prisma().twoFactor.findMany())).not.toContain(recoveryCodes[0]);

    jar.clear();
    const before = (await actions()).length;
    expect(await signIn({ email: EMAIL, password: PASSWORD }, browser())).toBe("second-factor");
    expect(await findPerson(browser())).toBeNull();
    expect((await actions()).length).toBe(before);
    await expect(finishSignIn({ code: "000000" }, browser())).rejects.toThrow(/does not fit/);
    const code = await codeOf(uri);
    await finishSignIn({ code }, browser());
    expect(await me()).toMatchObject({ email: EMAIL });
    expect((await actions()).slice(before)).toEqual(["person.sign-in-failed", "person.signed-in"]);

    // The same code again, as somebody has it who looked over a shoulder.
    const own = new Map(jar);
    jar.clear();
    await signIn({ email: EMAIL, password: PASSWORD }, browser());
    await expect(finishSignIn({ code }, browser())).rejects.toThrow(/does not fit/);
    expect(await findPerson(browser())).toBeNull();
    for (const [name, value] of own) jar.set(name, value);
  });

  it("is asked of whom the password was given for, whoever else is signed in there", async () => {
    const { recoveryCodes } = await renewRecoveryCodes({ password: PASSWORD }, await me(), browser());
    const ada = new Map(jar);
    const { link } = await invitePerson({ email: "carl@example.net", role: "member" }, await me());
    jar.clear();
    const token = new URL(link).searchParams.get("token") ?? "";
    await acceptInvitation({ token, name: "Carl", password: "eleven purple kettles" }, browser());
    const { recoveryCodes: carls } = await setUp("eleven purple kettles");
    // Ada's password, in the browser where Carl is signed in: Carl's code is none of hers.
    await signIn({ email: EMAIL, password: PASSWORD }, browser());
    await expect(finishSignIn({ code: carls[0] ?? "" }, browser())).rejects.toThrow(/does not fit/);
    await finishSignIn({ code: recoveryCodes[0] ?? "" }, browser());
    expect(await me()).toMatchObject({ email: EMAIL });
    jar.clear();
    for (const [name, value] of ada) jar.set(name, value);
  });

  it("is not asked for any more once the password is another", async () => {
    const ada = new Map(jar);
    const { recoveryCodes } = await renewRecoveryCodes({ password: PASSWORD }, await me(), browser());
    jar.clear();
    await signIn({ email: EMAIL, password: PASSWORD }, browser());
    const half = new Map(jar);
    jar.clear();
    for (const [name, value] of ada) jar.set(name, value);
    await changePassword({ current: PASSWORD, password: "nine quiet lanterns" }, await me(), browser());
    const now = new Map(jar);
    jar.clear();
    for (const [name, value] of half) jar.set(name, value);
    await expect(finishSignIn({ code: recoveryCodes[0] ?? "" }, browser())).rejects.toThrow(/begin signing in again/);
    jar.clear();
    for (const [name, value] of now) jar.set(name, value);
    await changePassword({ current: "nine quiet lanterns", password: PASSWORD }, await me(), browser());
  });

  it("yields to each recovery code once, and to new ones alone", async () => {
    const { recoveryCodes } = await renewRecoveryCodes({ password: PASSWORD }, await me(), browser());
    const step = async (code: string) => {
      jar.clear();
      await signIn({ email: EMAIL, password: PASSWORD }, browser());
      await finishSignIn({ code }, browser());
    };
    await step(recoveryCodes[0] ?? "");
    await expect(step(recoveryCodes[0] ?? "")).rejects.toThrow(/does not fit/);
    await step(recoveryCodes[1] ?? "");
    const renewed = await renewRecoveryCodes({ password: PASSWORD }, await me(), browser());
    await expect(step(recoveryCodes[2] ?? "")).rejects.toThrow(/does not fit/);
    await step(renewed.recoveryCodes[0] ?? "");
  });

  it("ends a sign-in after five wrong codes, and is nobody's without a right password", async () => {
    jar.clear();
    await signIn({ email: EMAIL, password: PASSWORD }, browser());
    let next = 111_111;
    const guess = () => finishSignIn({ code: String(next++) }, browser());
    for (let n = 0; n < 5; n++) await expect(guess()).rejects.toThrow(/does not fit/);
    await expect(guess()).rejects.toThrow(/Begin signing in again/);
    jar.clear();
    await expect(guess()).rejects.toThrow(/begin signing in again/);
    await pool().query("UPDATE two_factors SET failed_verification_count = 0, locked_until = NULL");
  });

  it("is required of who has none, once an owner says so, and until it is set up", async () => {
    await pool().query("DELETE FROM two_factors; UPDATE users SET two_factor_enabled = false");
    jar.clear();
    await signIn({ email: EMAIL, password: PASSWORD }, browser());
    expect((await me()).mustSetUp).toBeUndefined();
    const early = requireSecondFactor({ required: true }, await me());
    await expect(early).rejects.toMatchObject({ code: "conflict" });
    await setUp();
    await requireSecondFactor({ required: true }, await me());
    expect((await me()).mustSetUp).toBeUndefined();
    await dropSecondFactor({ password: PASSWORD }, await me(), browser());
    expect((await me()).mustSetUp).toBe(true);
    await requireSecondFactor({ required: false }, await me());
    await setUp();
    const person = await me();
    await changePerson({ userId: person.id, dropSecondFactor: true }, person);
    expect(await findPerson(browser())).toBeNull();
    expect(await signIn({ email: EMAIL, password: PASSWORD }, browser())).toBe("signed-in");
    const refused = requireSecondFactor({ required: true }, { ...(await me()), role: "member" });
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    expect((await actions()).filter((action) => action === "installation.second-factor-rule")).toHaveLength(2);
  });
});
