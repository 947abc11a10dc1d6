import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { removeSearch } from "@/lib/cases/remove-search";
import { renameSearch } from "@/lib/cases/rename-search";
import { saveSearch } from "@/lib/cases/save-search";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
let caseId: string;
let elsewhere: string;

beforeAll(async () => {
  database = await createTestDatabase();
  caseId = (await createCase({ title: "Searched" })).id;
  elsewhere = (await createCase({ title: "Another" })).id;
});
afterAll(() => database.drop());

const saved = async () =>
  (await pool().query("SELECT name, query, actor FROM saved_searches WHERE case_id = $1 ORDER BY id", [caseId])).rows;
const told = async () =>
  (
    await pool().query(
      "SELECT actor, action, subject, detail FROM audit_entries WHERE case_id = $1 AND action LIKE 'search.%' ORDER BY id",
      [caseId],
    )
  ).rows;

describe("saved searches", () => {
  it("are kept, renamed and removed, with who did it in the trail", async () => {
    const { id } = await saveSearch({ caseId, name: "  Big \n sends ", query: "bytes:>1MB" }, operatorCalled("ada"));
    expect(await saved()).toEqual([{ name: "Big sends", query: "bytes:>1MB", actor: "ada" }]);
    await renameSearch({ caseId, searchId: id, name: "Large" }, operatorCalled("bob"));
    await removeSearch({ caseId, searchId: id }, operatorCalled("cyd"));
    expect(await saved()).toEqual([]);
    expect(await told()).toEqual([
      { actor: "ada", action: "search.saved", subject: "Big sends", detail: { query: "bytes:>1MB" } },
      { actor: "bob", action: "search.renamed", subject: "Large", detail: { was: "Big sends", query: "bytes:>1MB" } },
      { actor: "cyd", action: "search.removed", subject: "Large", detail: { query: "bytes:>1MB", savedBy: "ada" } },
    ]);
  });

  it("change nothing where they are refused", async () => {
    const { id } = await saveSearch({ caseId, name: "One", query: "a" }, operatorCalled("ada"));
    const two = await saveSearch({ caseId, name: "Two", query: "b" }, operatorCalled("ada"));
    const [rows, entries] = [await saved(), await told()];
    await expect(saveSearch({ caseId, name: "One", query: "c" }, operatorCalled("bob"))).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(saveSearch({ caseId, name: "Half", query: "peer:x" }, operatorCalled("bob"))).rejects.toThrow(
      /be read/,
    );
    await expect(saveSearch({ caseId, name: " ", query: "a" }, operatorCalled("bob"))).rejects.toThrow(/name/);
    await expect(renameSearch({ caseId, searchId: two.id, name: "One" }, operatorCalled("bob"))).rejects.toMatchObject({
      code: "conflict",
    });
    for (const verb of [
      renameSearch({ caseId: elsewhere, searchId: id, name: "X" }, operatorCalled("bob")),
      removeSearch({ caseId: elsewhere, searchId: id }, operatorCalled("bob")),
    ])
      await expect(verb).rejects.toMatchObject({ code: "not-found" });
    expect([await saved(), await told()]).toEqual([rows, entries]);
  });
});
