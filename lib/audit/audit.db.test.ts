import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type AuditRecord, appendAuditEntry } from "@/lib/audit/append-entry";
import { auditIsEnforced } from "@/lib/audit/audit-is-enforced";
import { checkAuditChain } from "@/lib/audit/check-chain";
import { emptyCaseDetails } from "@/lib/audit/empty-case-details";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { createCase } from "@/lib/cases/create-case";
import { EXIT } from "@/lib/cli/exit-status";
import { verifyCommand } from "@/lib/cli/verify-command";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

vi.mock("@/lib/db/client", async (load) => ({
  ...(await load<typeof import("@/lib/db/client")>()),
  // The command closes its database when it is done; here the next line needs it.
  closeDatabase: async () => undefined,
}));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function asOwner(work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}

/** What `threadline verify` says and ends with. */
async function verifyAll(): Promise<{ said: string; status: typeof process.exitCode }> {
  const said: string[] = [];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await verifyCommand().exitOverride().parseAsync([], { from: "user" });
    return { said: said.join(""), status: process.exitCode };
  } finally {
    process.exitCode = before;
    out.mockRestore();
  }
}

const entry: AuditRecord = { actor: "local", action: "load.started", caseId: null, subject: null, detail: { n: 1 } };

describe("the audit trail", () => {
  it("stands or falls with what it tells of", async () => {
    const before = (await verifyAuditChain()).entries;
    const failing = inTransaction(async (transaction) => {
      await appendAuditEntry(transaction, entry);
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow("undone");
    expect((await verifyAuditChain()).entries).toBe(before);
    const { id } = await createCase({ title: "told of" });
    const told = await pool().query("SELECT action, subject FROM audit_entries WHERE case_id = $1", [id]);
    expect(told.rows).toEqual([{ action: "case.created", subject: "told of" }]);
  });

  it("refuses every change by the app's role, and says that it does", async () => {
    await createCase({ title: "kept" });
    expect(await auditIsEnforced()).toBe(true);
    for (const sql of ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"]) {
      await expect(pool().query(sql)).rejects.toThrow(/permission denied/);
    }
  });

  it("is verified whole first, then from there on, and whole again when that is asked for", async () => {
    const add = () => inTransaction((transaction) => appendAuditEntry(transaction, entry));
    await add();
    const first = await checkAuditChain({ whole: false });
    expect(first).toMatchObject({ brokenAt: null, wholeAtMs: expect.any(Number), since: 0 });
    await add();
    await add();
    const onward = { entries: first.entries + 2, brokenAt: null, wholeAtMs: first.wholeAtMs, since: 2 };
    expect(await checkAuditChain({ whole: false })).toEqual(onward);
    expect(await checkAuditChain({ whole: false })).toEqual(onward);
    expect(await checkAuditChain({ whole: true })).toMatchObject({ entries: onward.entries, brokenAt: null, since: 0 });
  });

  it("keeps holding where a purged case's details are emptied, which nothing else may be", async () => {
    const { id } = await createCase({ title: "secret title" });
    const empty = () => inTransaction((transaction) => emptyCaseDetails(transaction, id));
    await expect(empty()).rejects.toThrow(/no audit entry says that this case was purged/);
    await asOwner(async (owner) => {
      // One that was made by the rule before this one, which a replica's session adds as it is.
      await owner.query("SET session_replication_role = replica");
      await owner.query(
        `WITH made AS (
           SELECT jsonb_populate_record(NULL::audit_entries, jsonb_build_object(
             'id', id + 1, 'at', date_trunc('milliseconds', now()), 'actor', 'x', 'action', 'load.started', 'case_id', $1::text,
             'subject', 'secret', 'detail', '{}'::jsonb, 'rule', 1, 'salt', '', 'detail_hash', '', 'previous_hash', hash)) AS e
             FROM audit_entries ORDER BY id DESC LIMIT 1)
         INSERT INTO audit_entries
         SELECT (jsonb_populate_record(e, jsonb_build_object('hash', audit_entry_hash(e)))).* FROM made`,
        [id],
      );
    });
    const purged = { ...entry, action: "case.purged" as const, caseId: id, detail: { rows: 3 } };
    await inTransaction((transaction) => appendAuditEntry(transaction, purged));
    expect((await verifyAuditChain()).brokenAt).toBeNull();
    expect(await empty()).toBe(2);
    expect(await empty()).toBe(0);
    const { rows } = await pool().query(
      `SELECT action, subject, detail, salt, emptied_at IS NOT NULL AS emptied, a::text LIKE '%secret%' AS remains
         FROM audit_entries a WHERE case_id = $1 ORDER BY id`,
      [id],
    );
    const gone = { subject: null, detail: {}, salt: "", emptied: true, remains: false };
    expect(rows[0]).toEqual({ action: "case.created", ...gone });
    expect(rows[1]).toEqual({ action: "load.started", ...gone });
    expect(rows[2]).toMatchObject({ action: "case.purged", detail: { rows: 3 }, emptied: false });
    expect(await checkAuditChain({ whole: true })).toMatchObject({ brokenAt: null });
    await asOwner(async (owner) => {
      // Neither an owner of the table nor what calls itself a replica empties another's.
      const other = await createCase({ title: "not purged" });
      const emptied = `UPDATE audit_entries SET subject = NULL, detail = '{}', salt = '', emptied_at = now()
                        WHERE case_id = '${other.id}' RETURNING id`;
      await owner.query("SET session_replication_role = replica");
      await expect(owner.query(emptied)).rejects.toThrow(/only ever added/);
      await owner.query("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_only_emptied");
      await owner.query("CREATE TABLE kept AS SELECT * FROM audit_entries");
      const { rows: done } = await owner.query<{ id: string }>(emptied);
      expect((await verifyAuditChain()).brokenAt).toBe(done[0]?.id);
      await owner.query(
        `UPDATE audit_entries a SET subject = k.subject, detail = k.detail, salt = k.salt, emptied_at = k.emptied_at
           FROM kept k WHERE k.id = a.id;
         DROP TABLE kept;
         ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER audit_entries_only_emptied`,
      );
      expect((await verifyAuditChain()).brokenAt).toBeNull();
    });
  });

  it("is chained to itself alone, whatever a session puts in its way", async () => {
    const { entries } = await verifyAuditChain();
    const client = await pool().connect();
    try {
      await client.query("CREATE TEMP TABLE audit_entries (LIKE public.audit_entries)");
      await client.query(
        "INSERT INTO public.audit_entries (id, actor, action, hash) VALUES (7, 'x', 'load.started', 'y')",
      );
    } finally {
      client.release(true);
    }
    expect(await verifyAuditChain()).toEqual({ entries: entries + 1, brokenAt: null });
  });

  it("says that it was written anew, even where the new one holds together, and where it was cut", async () => {
    const { entries } = await checkAuditChain({ whole: true });
    await asOwner(async (owner) => {
      const { rows } = await owner.query<{ id: string }>("SELECT id FROM audit_entries ORDER BY id DESC LIMIT 1");
      const last = rows[0]?.id ?? "";
      const undone = async (sql: string, brokenAt: string) => {
        await owner.query("ALTER TABLE audit_entries DISABLE TRIGGER ALL");
        await owner.query("CREATE TEMP TABLE kept AS SELECT * FROM audit_entries");
        await owner.query(sql);
        for (const whole of [false, true])
          expect(await checkAuditChain({ whole })).toMatchObject({ brokenAt, wholeAtMs: null });
        await owner.query("DELETE FROM audit_entries");
        await owner.query("INSERT INTO audit_entries SELECT * FROM kept");
        await owner.query("DROP TABLE kept");
        await owner.query("ALTER TABLE audit_entries ENABLE TRIGGER ALL");
        expect(await checkAuditChain({ whole: false })).toMatchObject({ entries, brokenAt: null });
      };
      // The last entry with another actor and the hash that fits it: nothing but what was seen before tells.
      await undone(
        `UPDATE audit_entries SET actor = 'another' WHERE id = ${last};
         UPDATE audit_entries a SET hash = audit_entry_hash(a) WHERE id = ${last}`,
        last,
      );
      await undone(`DELETE FROM audit_entries WHERE id = ${last}`, last);
    });
  });

  it("names the first entry that was tampered with, and threadline verify ends by it", async () => {
    for (let n = 0; n < 3; n++) await inTransaction((transaction) => appendAuditEntry(transaction, entry));
    const whole = await verifyAll();
    const { entries, brokenAt } = await verifyAuditChain();
    expect(brokenAt).toBeNull();
    expect(whole.said).toContain(
      `The audit trail's ${entries} entries hold; the database role of the app cannot change it\n`,
    );
    expect(whole.status).toBeUndefined();
    await asOwner(async (owner) => {
      await owner.query("ALTER TABLE audit_entries DISABLE TRIGGER ALL");
      const changed = await owner.query<{ id: string }>(
        "UPDATE audit_entries SET actor = 'another' WHERE id = (SELECT id FROM audit_entries ORDER BY id DESC OFFSET 1 LIMIT 1) RETURNING id",
      );
      const { id } = changed.rows[0] ?? {};
      expect((await verifyAuditChain()).brokenAt).toBe(id);
      // The command adds entries of its own: that it verified.
      await owner.query("ALTER TABLE audit_entries ENABLE TRIGGER ALL");
      const { said, status } = await verifyAll();
      expect(said).toMatch(new RegExp(`^The audit trail is broken at entry ${id} of \\d+; `, "m"));
      expect(status).toBe(EXIT.notAsItShould);
    });
  });
});
