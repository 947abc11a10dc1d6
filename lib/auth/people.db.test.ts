import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { acceptInvitation } from "@/lib/auth/accept-invitation";
import { askReset } from "@/lib/auth/ask-reset";
import { changePerson } from "@/lib/auth/change-person";
import { findEntryLink } from "@/lib/auth/find-entry-link";
import { invitePerson } from "@/lib/auth/invite-person";
import { listEveryonesTokens } from "@/lib/auth/list-tokens";
import { makeResetLink } from "@/lib/auth/make-reset-link";
import { makeOwnToken, makeToken } from "@/lib/auth/make-token";
import type { Person } from "@/lib/auth/person";
import { resetPassword } from "@/lib/auth/reset-password";
import { revokePersonsToken } from "@/lib/auth/revoke-token";
import { signIn } from "@/lib/auth/sign-in";
import { addPerson } from "@/lib/auth/test-people";
import { withdrawInvitation } from "@/lib/auth/withdraw-invitation";
import { openCase } from "@/lib/cases/open-case";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { startMailServer, type TestMailServer } from "@/lib/mail/test-mail-server";
import { listAuditEntries } from "@/lib/timeline/list-audit-entries";

const PASSWORD = "seven green umbrellas";
const HEADERS = new Headers({ "x-forwarded-for": "192.0.2.1" });
let database: TestDatabase;
let owner: Person;
let member: Person;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = await addPerson("olga", "owner");
  member = await addPerson("mina");
});
afterAll(() => database.drop());
beforeEach(() => pool().query("DELETE FROM rate_limits"));

const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
const lastEntry = async () => prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });

async function invited(email: string): Promise<string> {
  return tokenOf((await invitePerson({ email, role: "member" }, owner)).link);
}

describe("an invitation", () => {
  it("makes one account, of the role it names, and is then gone", async () => {
    const token = await invited("Ned@Example.net");
    expect(await findEntryLink(token)).toEqual({ kind: "invitation", email: "ned@example.net" });
    const kept = await prisma().entryLink.findFirstOrThrow({ where: { email: "ned@example.net" } });
    expect(JSON.stringify(kept)).not.toContain(token);
    const accept = () => acceptInvitation({ token, name: "Ned", password: PASSWORD }, HEADERS);
    const both = await Promise.allSettled([accept(), accept()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await prisma().user.findUnique({ where: { email: "ned@example.net" } })).toMatchObject({ role: "member" });
    expect(await findEntryLink(token)).toBeNull();
    const told = await prisma().auditEntry.findMany({ orderBy: { id: "desc" }, take: 2 });
    expect(told.map(({ action }) => action).sort()).toEqual(["person.joined", "person.sign-in-failed"]);
    await signIn({ email: "ned@example.net", password: PASSWORD }, HEADERS);
    await expect(invited("ned@example.net")).rejects.toMatchObject({ code: "conflict" });
  });

  it("outlives a password that is easily guessed, and says why it is", async () => {
    const token = await invited("petra@example.net");
    for (const password of ["password12345", "petra@example.net", "qwertyuiop1234"]) {
      const refused = acceptInvitation({ token, name: "Petra", password }, HEADERS);
      await expect(refused, password).rejects.toThrow(/easily guessed\. \w+/);
    }
    await expect(acceptInvitation({ token, name: "Petra", password: "short" }, HEADERS)).rejects.toThrow(/12/);
    expect(await findEntryLink(token)).not.toBeNull();
    expect(await prisma().user.count({ where: { email: "petra@example.net" } })).toBe(0);
  });

  it("is worth nothing once it is old, taken back, replaced or made up", async () => {
    const first = await invited("quin@example.net");
    const second = await invited("quin@example.net");
    expect(await findEntryLink(first)).toBeNull();
    await pool().query("UPDATE entry_links SET expires_at = now() WHERE email = 'quin@example.net'");
    const third = await invited("rosa@example.net");
    const { id } = await prisma().entryLink.findFirstOrThrow({ where: { email: "rosa@example.net" } });
    await withdrawInvitation({ id }, owner);
    await expect(withdrawInvitation({ id }, owner)).rejects.toMatchObject({ code: "not-found" });
    for (const token of [first, second, third, "made up"]) {
      const refused = acceptInvitation({ token, name: "Q", password: PASSWORD }, HEADERS);
      await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("is an owner's to make", async () => {
    const refused = invitePerson({ email: "x@example.net", role: "owner" }, member);
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    expect(await prisma().entryLink.count({ where: { email: "x@example.net" } })).toBe(0);
  });
});

describe("a new password by a link", () => {
  it("takes the place of the old one and ends all sessions", async () => {
    const token = await invited("sam@example.net");
    await acceptInvitation({ token, name: "Sam", password: PASSWORD }, HEADERS);
    const { id: userId } = await prisma().user.findUniqueOrThrow({ where: { email: "sam@example.net" } });
    const reset = tokenOf((await makeResetLink({ userId }, owner)).link);
    await expect(resetPassword({ token: reset, password: "sam@example.net" }, HEADERS)).rejects.toThrow(/guessed/);
    expect(await prisma().webSession.count({ where: { userId } })).toBe(1);
    await resetPassword({ token: reset, password: "eleven purple kettles" }, HEADERS);
    expect(await prisma().webSession.count({ where: { userId } })).toBe(0);
    await expect(signIn({ email: "sam@example.net", password: PASSWORD }, HEADERS)).rejects.toThrow(/go together/);
    await signIn({ email: "sam@example.net", password: "eleven purple kettles" }, HEADERS);
    await expect(resetPassword({ token: reset, password: PASSWORD }, HEADERS)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(makeResetLink({ userId }, member)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an account", () => {
  it("that is disabled is signed out, and cannot sign in until it is enabled", async () => {
    const token = await invited("tess@example.net");
    await acceptInvitation({ token, name: "Tess", password: PASSWORD }, HEADERS);
    const { id: userId } = await prisma().user.findUniqueOrThrow({ where: { email: "tess@example.net" } });
    const reset = tokenOf((await makeResetLink({ userId }, owner)).link);
    await changePerson({ userId, disabled: true }, owner);
    expect(await prisma().webSession.count({ where: { userId } })).toBe(0);
    const login = () => signIn({ email: "tess@example.net", password: PASSWORD }, HEADERS);
    await expect(login()).rejects.toThrow(/disabled/);
    expect(await prisma().webSession.count({ where: { userId } })).toBe(0);
    expect(await lastEntry()).toMatchObject({ action: "person.sign-in-failed" });
    await expect(resetPassword({ token: reset, password: "eleven purple kettles" }, HEADERS)).rejects.toThrow();
    await changePerson({ userId, disabled: false }, owner);
    await login();
  });

  it("that is disabled, or whose password is set anew, keeps no other way in and leaves no links behind", async () => {
    const vic = await addPerson("viola", "owner");
    const caseId = (await openCase({ title: "Vic's" }, vic)).id;
    const takeWays = async () => {
      await makeToken({ name: "t", rights: ["case.read"], caseIds: null, days: 1 }, vic);
      await invitePerson({ email: "w@example.net", role: "owner" }, vic);
      await prisma().passkey.create({
        data: {
          id: "k",
          publicKey: "x",
          userId: vic.id,
          credentialID: "c",
          counter: 0,
          deviceType: "x",
          backedUp: false,
        },
      });
    };
    const left = async () => [
      await prisma().apiToken.count({ where: { userId: vic.id } }),
      await prisma().passkey.count({ where: { userId: vic.id } }),
      await prisma().entryLink.count({ where: { actor: vic.email } }),
    ];
    await takeWays();
    const reset = tokenOf((await makeResetLink({ userId: vic.id }, owner)).link);
    expect(await left()).toEqual([1, 1, 1]);
    const told = await prisma().auditEntry.findMany({ where: { action: "person.reset-link-made", caseId } });
    expect(told.map(({ actor, subject }) => ({ actor, subject }))).toEqual([
      { actor: owner.email, subject: vic.email },
    ]);
    const read = await listAuditEntries({ ...vic, role: "member" }, { action: "person.reset-link-made" });
    expect(read.entries.filter(({ subject }) => subject === vic.email)).toHaveLength(2);
    await resetPassword({ token: reset, password: PASSWORD }, HEADERS);
    expect(await left()).toEqual([0, 0, 0]);
    expect(await lastEntry()).toMatchObject({ action: "person.password-reset", detail: { tokens: 1, passkeys: 1 } });
    await takeWays();
    await changePerson({ userId: vic.id, disabled: true }, owner);
    expect(await left()).toEqual([0, 0, 0]);
    await changePerson({ userId: vic.id, disabled: false, role: "member" }, owner);
  });

  it("has tokens that it can be asked for again to make, and that an owner can revoke", async () => {
    const token = { name: "mine", rights: ["case.read" as const], caseIds: null, days: 1 };
    await expect(makeOwnToken(token, member, HEADERS)).rejects.toThrow(/Sign out and in again/);
    await makeToken(token, member);
    const [row] = await listEveryonesTokens();
    expect(row).toMatchObject({ name: "mine", email: member.email });
    const id = row?.id ?? 0;
    await expect(revokePersonsToken({ id }, member)).rejects.toMatchObject({ code: "forbidden" });
    await revokePersonsToken({ id }, owner);
    expect(await lastEntry()).toMatchObject({ action: "token.revoked", detail: { of: member.email } });
    await expect(revokePersonsToken({ id }, owner)).rejects.toMatchObject({ code: "not-found" });
  });

  it("of the last owner stays one, whoever asks at once", async () => {
    await expect(changePerson({ userId: owner.id, role: "member" }, owner)).rejects.toMatchObject({ code: "conflict" });
    await expect(changePerson({ userId: owner.id, disabled: true }, owner)).rejects.toMatchObject({ code: "conflict" });
    await changePerson({ userId: member.id, role: "owner" }, owner);
    const both = [owner, member].map(({ id }) => changePerson({ userId: id, role: "member" }, owner));
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await pool().query("UPDATE users SET role = 'owner' WHERE id = $1", [owner.id]);
    await pool().query("UPDATE users SET role = 'member' WHERE id = $1", [member.id]);
    await expect(changePerson({ userId: owner.id, disabled: true }, member)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("mail", () => {
  let server: TestMailServer;
  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.stop());

  it("carries invitations, and links for a new password to those alone who have an account", async () => {
    const { link, mailed } = await invitePerson({ email: "uma@example.net", role: "member" }, owner);
    expect(mailed).toBe(true);
    expect(server.mails.at(-1)).toContain(link);
    expect(server.mails.at(-1)).toContain("To: uma@example.net");
    const made = tokenOf((await makeResetLink({ userId: member.id }, owner)).link);
    expect(server.mails.at(-1)).toContain(`${owner.email} made this link for you`);
    await askReset({ email: "nobody@example.net" }, HEADERS);
    await askReset({ email: "mina@example.net" }, HEADERS);
    await expect.poll(() => server.mails.length).toBe(3);
    expect(await findEntryLink(made)).not.toBeNull();
    expect(server.mails.at(-1)).toContain("To: mina@example.net");
    expect(server.mails.at(-1)).toContain("/join?token=");
  });

  it("that no server takes leaves the link as it is", async () => {
    const before = process.env.THREADLINE_SMTP_URL;
    process.env.THREADLINE_SMTP_URL = "smtp://127.0.0.1:1";
    const { link, mailed } = await invitePerson({ email: "vic@example.net", role: "member" }, owner);
    process.env.THREADLINE_SMTP_URL = before;
    expect(mailed).toBe(false);
    expect(await findEntryLink(tokenOf(link))).toMatchObject({ email: "vic@example.net" });
  });
});
