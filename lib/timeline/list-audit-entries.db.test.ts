import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { OPERATOR } from "@/lib/auth/person";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { inTransaction } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { listAuditActors, listAuditEntries } from "@/lib/timeline/list-audit-entries";

let database: TestDatabase;
let kept: string;
let gone: string;
beforeAll(async () => {
  database = await createTestDatabase();
  kept = (await createCase({ title: "kept" })).id;
  gone = (await createCase({ title: "gone" })).id;
  for (const actor of ["zoe", "ada", "ada"]) {
    await inTransaction((transaction) =>
      appendAuditEntry(transaction, { actor, action: "load.started", caseId: kept, subject: "load 1", detail: {} }),
    );
  }
  await dropCase(gone);
});
afterAll(() => database.drop());

describe("the entries of the trail", () => {
  it("are found by who, what and case, each alone and together", async () => {
    const count = async (filter: Parameters<typeof listAuditEntries>[1]) =>
      (await listAuditEntries(OPERATOR, filter)).entries.length;
    expect(await count({})).toBe(6);
    expect(await count({ actor: "ada" })).toBe(2);
    expect(await count({ action: "load.started" })).toBe(3);
    expect(await count({ caseId: kept })).toBe(4);
    expect(await count({ actor: "zoe", action: "load.started", caseId: kept })).toBe(1);
    expect(await count({ actor: "zoe", caseId: gone })).toBe(0);
    expect(await count({ actor: "' OR true --" })).toBe(0);
  });

  it("come in pages that miss none and repeat none", async () => {
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page = await listAuditEntries(OPERATOR, {}, before, 2);
      seen.push(...page.entries.map(({ id }) => id));
      before = page.before;
    } while (before !== null);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(b) - Number(a)));
    expect(seen).toHaveLength(6);
  });

  it("say in words what was done, and outlive their case", async () => {
    const { entries } = await listAuditEntries(OPERATOR, { caseId: gone });
    expect(entries.map(({ what, subject, caseTitle }) => [what, subject, caseTitle])).toEqual([
      ["Case deleted", "gone", null],
      ["Case opened", "gone", null],
    ]);
  });

  it("name everyone once, in order", async () => {
    expect(await listAuditActors(OPERATOR)).toEqual(["ada", "operator", "zoe"]);
  });
});
