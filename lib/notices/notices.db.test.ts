import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { addWebhook } from "@/lib/cases/add-webhook";
import { createCase } from "@/lib/cases/create-case";
import { removeMember } from "@/lib/cases/remove-member";
import { removeWebhook } from "@/lib/cases/remove-webhook";
import { retryDelivery } from "@/lib/cases/retry-delivery";
import { tryWebhook } from "@/lib/cases/try-webhook";
import { inTransaction, prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { startMailServer, type TestMailServer } from "@/lib/mail/test-mail-server";
import { deliver } from "@/lib/notices/deliver";
import { caseLink } from "@/lib/notices/mail-notice";
import { signMessage } from "@/lib/notices/sign-message";
import { type Told, tellPeople } from "@/lib/notices/tell";
import { listWebhooks } from "@/lib/timeline/people/list-webhooks";

let database: TestDatabase;
let caseId: string;
let ada: Person;
let bob: Person;
let mailServer: TestMailServer;
beforeAll(async () => {
  database = await createTestDatabase();
  [ada, bob] = [await addPerson("ada"), await addPerson("bob")];
  caseId = (await createCase({ title: "Quiet river" })).id;
  await putOnCase(caseId, ada, "lead");
  await putOnCase(caseId, bob, "investigator");
  mailServer = await startMailServer();
});
afterAll(async () => {
  await mailServer.stop();
  await database.drop();
});
beforeEach(async () => {
  mailServer.mails.length = 0;
  await pool().query("DELETE FROM notices; DELETE FROM deliveries; DELETE FROM webhooks");
});

const tell = (told: Partial<Told> = {}) =>
  inTransaction((transaction) =>
    tellPeople(transaction, { caseId, to: "all", kind: "mention", actor: ada, subject: "see 10.0.0.1", ...told }),
  );
const deliveries = () => prisma().delivery.findMany({ orderBy: { id: "asc" } });
const jobs = async () =>
  (await pool().query("SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL ORDER BY id")).rows.map(
    ({ key }) => key,
  );

describe("a notice", () => {
  it("is given to those on the case who did not do it themselves, and stands or falls with what it tells of", async () => {
    await addPerson("eve");
    await tell({ to: ["ada", "bob", "eve", "nobody"], path: "/tasks?task=1", subject: " see\n\u202e 10.0.0.1 " });
    const rows = await prisma().notice.findMany({ omit: { id: true, createdAt: true } });
    const told = { userId: "bob", caseId, kind: "mention", actor: "ada", subject: "see <U+202E> 10.0.0.1" };
    expect(rows).toEqual([{ ...told, path: "/tasks?task=1", readAt: null }]);
    const failing = inTransaction(async (transaction) => {
      await tellPeople(transaction, { caseId, to: "all", kind: "mention", actor: null, subject: "undone" });
      throw new Error("undone");
    });
    const before = await jobs();
    await expect(failing).rejects.toThrow("undone");
    expect([await prisma().notice.count(), await prisma().delivery.count(), await jobs()]).toEqual([1, 1, before]);
  });

  it("goes by mail where its kind does, or the person said so, and says the case to none who left it", async () => {
    await prisma().noticePreference.createMany({ data: [{ userId: "bob", kind: "load-finished", mail: true }] });
    await tell({ kind: "load-finished", actor: null, subject: "load 1" });
    const [mail, ...more] = await deliveries();
    expect([mail?.state, more]).toEqual(["waiting", []]);
    expect(await jobs()).toContain(`deliver:${mail?.id}`);
    await deliver(String(mail?.id));
    expect(mailServer.mails).toHaveLength(1);
    expect(mailServer.mails[0]).toMatch(/^To: bob@example.net/m);
    expect(mailServer.mails[0]).toContain("Loading has ended: load 1");
    expect(mailServer.mails[0]).toContain("Quiet river");
    expect(mailServer.mails[0]).toContain(`/cases/${caseId}`);
    // Once is enough, however often the job runs.
    await deliver(String(mail?.id));
    await tell();
    const later = (await deliveries()).at(-1);
    await removeMember({ caseId, userId: "bob" }, ada);
    await deliver(String(later?.id));
    await putOnCase(caseId, bob, "investigator");
    expect(mailServer.mails).toHaveLength(1);
    expect((await deliveries()).map(({ state }) => state)).toEqual(["sent", "dropped"]);
  });

  it("of a mention says in its mail who named them, where, and leads there", async () => {
    await tell({ to: ["bob"], path: "/tasks?task=1" });
    await deliver(String((await deliveries())[0]?.id));
    const [mail = "", ...more] = mailServer.mails;
    expect(more).toEqual([]);
    expect(mail).toMatch(/^To: bob@example.net/m);
    expect(mail).toContain("ada named you: see 10.0.0.1");
    expect(mail).toContain("Case: Quiet river");
    expect(mail).toContain(`${caseLink(caseId, "/tasks?task=1")}\r\n`);
    expect(caseLink(caseId, "/tasks?task=1")).toMatch(new RegExp(`^https?://[^/]+/cases/${caseId}/tasks\\?task=1$`));
  });

  it("that no mail server takes is tried again, later each time, until it is given up", async () => {
    await tell();
    const { THREADLINE_SMTP_URL } = process.env;
    process.env.THREADLINE_SMTP_URL = "smtp://127.0.0.1:1";
    try {
      const [{ id } = { id: 0n }] = await deliveries();
      const waits: number[] = [];
      for (let attempt = 1; attempt <= 8; attempt++) {
        await deliver(String(id));
        const [now] = await deliveries();
        expect(now).toMatchObject({ attempts: attempt, error: "The mail server did not take it." });
        if (now?.nextAt) waits.push(Math.round((now.nextAt.getTime() - Date.now()) / 1000));
      }
      expect(waits).toEqual([...waits].sort((a, b) => a - b));
      expect(waits).toHaveLength(7);
      expect(await deliveries()).toMatchObject([{ state: "dead", nextAt: null }]);
    } finally {
      process.env.THREADLINE_SMTP_URL = THREADLINE_SMTP_URL;
    }
  });
});

describe("a webhook", () => {
  interface Heard {
    headers: Record<string, string | string[] | undefined>;
    body: string;
  }
  const heard: Heard[] = [];
  let answers = 200;
  const receiver = createServer((request, answer) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      heard.push({ headers: request.headers, body });
      answer.writeHead(answers, answers === 302 ? { location: "/elsewhere" } : {}).end("what it says is not kept");
    });
  });
  let url: string;
  beforeAll(async () => {
    process.env.THREADLINE_WEBHOOK_NETWORKS = "127.0.0.0/8";
    await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    await pool().query("UPDATE users SET role = 'owner' WHERE id = 'ada'");
    ada = { ...ada, role: "owner" };
  });
  afterAll(async () => {
    delete process.env.THREADLINE_WEBHOOK_NETWORKS;
    await new Promise((done) => receiver.close(done));
  });
  beforeEach(() => {
    heard.length = 0;
    answers = 200;
  });
  const add = (of: string | null = caseId) => addWebhook({ caseId: of, url, kinds: ["mention"], allowHttp: true }, ada);
  const last = async () => (await deliveries()).filter(({ webhookId }) => webhookId !== null).at(-1);
  const send = async () => deliver(String((await last())?.id));

  it("of a case is told what it asked for, signed with the secret that was shown once", async () => {
    const { secret } = await add();
    await tell({ kind: "load-finished" });
    expect(await last()).toBeUndefined();
    await tell({ path: "/tasks" });
    await send();
    expect(await last()).toMatchObject({ state: "sent", status: 200, attempts: 1 });
    const [{ headers, body } = { headers: {}, body: "" }] = heard;
    const data = { caseId, caseTitle: "Quiet river", actor: "ada", subject: "see 10.0.0.1" };
    expect(JSON.parse(body)).toMatchObject({
      type: "mention",
      data: { ...data, words: "ada named you: see 10.0.0.1" },
    });
    const message = { id: String(headers["webhook-id"]), atSeconds: Number(headers["webhook-timestamp"]), body };
    expect(headers["webhook-signature"]).toBe(signMessage(secret, message)["webhook-signature"]);
    expect(Math.abs(message.atSeconds - Date.now() / 1000)).toBeLessThan(60);
    const kept = await prisma().webhook.findFirstOrThrow();
    expect(JSON.stringify([kept, await listWebhooks(caseId)])).not.toContain(secret);
  });

  it("that does not take a message gets it again, is not followed elsewhere, and is left alone once it is gone for good", async () => {
    await add();
    await tell();
    answers = 302;
    await send();
    expect(heard).toHaveLength(1);
    expect(await last()).toMatchObject({ state: "waiting", status: 302, attempts: 1, nextAt: expect.any(Date) });
    expect(await jobs()).toContain(`deliver:${(await last())?.id}`);
    answers = 410;
    await send();
    expect(await last()).toMatchObject({ state: "dead", status: 410, attempts: 2 });
    await send();
    expect(heard).toHaveLength(2);
    const deliveryId = String((await last())?.id);
    await retryDelivery({ caseId, deliveryId }, ada);
    await expect(retryDelivery({ caseId, deliveryId }, ada)).rejects.toMatchObject({ code: "conflict" });
    answers = 204;
    await send();
    expect(await last()).toMatchObject({ state: "sent", status: 204 });
    expect(heard[0]?.headers["webhook-id"]).toBe(heard[2]?.headers["webhook-id"]);
  });

  it("of the installation hears that something happened, not what; nobody's hears anything", async () => {
    await add(null);
    await tell();
    await send();
    expect(JSON.parse(heard[0]?.body ?? "")).toMatchObject({ type: "mention", data: { caseTitle: "Quiet river" } });
    expect(heard[0]?.body).not.toMatch(/10\.0\.0\.1|ada/);
    await pool().query("UPDATE users SET role = 'member' WHERE id = 'ada'");
    await tell();
    await send();
    expect(heard).toHaveLength(1);
    expect(await last()).toMatchObject({ state: "dropped" });
    await pool().query("UPDATE users SET role = 'owner' WHERE id = 'ada'");
  });

  it("may be added by a lead, at an address that may be called, and without TLS by an owner alone", async () => {
    const input = { caseId, url: "https://hooks.example.com", kinds: ["mention" as const] };
    await expect(addWebhook(input, bob)).rejects.toMatchObject({ code: "forbidden" });
    const lead = { ...ada, role: "member" as const };
    await expect(addWebhook({ ...input, url, allowHttp: true }, lead)).rejects.toMatchObject({ code: "forbidden" });
    await expect(addWebhook({ ...input, caseId: null }, lead)).rejects.toMatchObject({ code: "forbidden" });
    await expect(addWebhook({ ...input, url: "https://192.168.0.1/" }, ada)).rejects.toMatchObject({ code: "invalid" });
    await addWebhook(input, lead);
    delete process.env.THREADLINE_WEBHOOK_NETWORKS;
    await add().then(
      () => expect.unreachable(),
      (error: { code: string }) => expect(error.code).toBe("invalid"),
    );
    process.env.THREADLINE_WEBHOOK_NETWORKS = "127.0.0.0/8";
    const [{ id } = { id: "" }] = await listWebhooks(caseId);
    await tryWebhook({ caseId, webhookId: id }, ada);
    await removeWebhook({ caseId, webhookId: id }, ada);
    expect([await listWebhooks(caseId), await last()]).toEqual([[], undefined]);
    await expect(tryWebhook({ caseId, webhookId: id }, ada)).rejects.toMatchObject({ code: "not-found" });
  });
});
