import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditRecord, appendAuditEntry } from "@/lib/audit/append-entry";
import { auditIsEnforced } from "@/lib/audit/audit-is-enforced";
import { checkAuditChain } from "@/lib/audit/check-chain";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { createCase } from "@/lib/cases/create-case";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

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

  it("says that it was written anew, even where the new one holds together, and where it was cut", async () => {
    const { entries } = await checkAuditChain({ whole: true });
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    try {
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
    } finally {
      await owner.end();
    }
  });

  it("names the first entry that was tampered with", async () => {
    for (let n = 0; n < 3; n++) await inTransaction((transaction) => appendAuditEntry(transaction, entry));
    expect((await verifyAuditChain()).brokenAt).toBeNull();
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    try {
      await owner.query("ALTER TABLE audit_entries DISABLE TRIGGER ALL");
      const changed = await owner.query<{ id: string }>(
        "UPDATE audit_entries SET actor = 'another' WHERE id = (SELECT id FROM audit_entries ORDER BY id DESC OFFSET 1 LIMIT 1) RETURNING id",
      );
      expect((await verifyAuditChain()).brokenAt).toBe(changed.rows[0]?.id);
    } finally {
      await owner.end();
    }
  });
});
