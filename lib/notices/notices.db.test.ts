import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { removeMember } from "@/lib/cases/remove-member";
import { inTransaction, prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { deliver } from "@/lib/notices/deliver";
import { type Told, tellPeople } from "@/lib/notices/tell";

let database: TestDatabase;
let caseId: string;
let ada: Person;
let bob: Person;
const mails: string[] = [];
const mailServer = new SMTPServer({
  ...{ authOptional: true, disabledCommands: ["STARTTLS"] },
  onData(stream, _session, done) {
    let text = "";
    stream.on("data", (part: Buffer) => {
      text += part.toString();
    });
    stream.on("end", () => {
      mails.push(text.replaceAll("=\r\n", "").replaceAll("=3D", "="));
      done();
    });
  },
});
beforeAll(async () => {
  database = await createTestDatabase();
  [ada, bob] = [await addPerson("ada"), await addPerson("bob")];
  caseId = (await createCase({ title: "Quiet river" })).id;
  await putOnCase(caseId, ada, "lead");
  await putOnCase(caseId, bob, "investigator");
  await new Promise<void>((done) => mailServer.listen(0, "127.0.0.1", done));
  const { port } = mailServer.server.address() as AddressInfo;
  process.env.THREADLINE_SMTP_URL = `smtp://127.0.0.1:${port}`;
});
afterAll(async () => {
  delete process.env.THREADLINE_SMTP_URL;
  await new Promise<void>((done) => mailServer.close(() => done()));
  await database.drop();
});
beforeEach(async () => {
  mails.length = 0;
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
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/^To: bob@example.net/m);
    expect(mails[0]).toContain("Loading has ended: load 1");
    expect(mails[0]).toContain("Quiet river");
    expect(mails[0]).toContain(`/cases/${caseId}`);
    // Once is enough, however often the job runs.
    await deliver(String(mail?.id));
    await tell();
    const later = (await deliveries()).at(-1);
    await removeMember({ caseId, userId: "bob" }, ada);
    await deliver(String(later?.id));
    await putOnCase(caseId, bob, "investigator");
    expect(mails).toHaveLength(1);
    expect((await deliveries()).map(({ state }) => state)).toEqual(["sent", "dropped"]);
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
