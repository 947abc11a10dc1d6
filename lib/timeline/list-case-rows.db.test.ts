import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { openCase } from "@/lib/cases/open-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { CaseCursor, listCaseRows } from "@/lib/timeline/list-case-rows";

const ACTOR = operatorCalled("ada@example.com");
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  for (let n = 0; n < 7; n++) {
    const value = `198.51.100.${n}`;
    await openCase({ title: `Case ${n}: 100% of it_`, indicators: [{ kind: "address", value }] }, ACTOR);
  }
  await openCase({ title: "Named", indicators: [{ kind: "name", value: "cdn.example.net" }] }, ACTOR);
  await createCase({ title: "Case of a command run", scratch: true });
});
afterAll(() => database.drop());

const titles = async (search: string) => (await listCaseRows(ACTOR, { search })).rows.map(({ title }) => title);

describe("listCaseRows", () => {
  it("gives every kept case once, the last changed first, whatever the length of a page", async () => {
    const whole = (await listCaseRows(ACTOR)).rows.map(({ id }) => id);
    expect(whole).toHaveLength(8);
    for (const limit of [1, 3, 8]) {
      const seen: string[] = [];
      let after: CaseCursor | null = null;
      for (let pages = 0; pages < 10; pages++) {
        const page = await listCaseRows(ACTOR, { after, limit });
        seen.push(...page.rows.map(({ id }) => id));
        if (page.next === null) break;
        after = CaseCursor.parse(page.next);
      }
      expect(seen).toEqual(whole);
    }
  });

  it("finds by a part of the name or of an indicator, in any case", async () => {
    expect(await titles("case 3")).toEqual(["Case 3: 100% of it_"]);
    expect(await titles("CDN.example")).toEqual(["Named"]);
    expect(await titles("100.5")).toEqual(["Case 5: 100% of it_"]);
  });

  it("takes what is searched for as text, not as a pattern", async () => {
    expect(await titles("100%")).toHaveLength(7);
    expect(await titles("it_")).toHaveLength(7);
    for (const pattern of ["%x", "Case _", "\\", "N_med", "'; DROP TABLE cases; --", "\0"]) {
      expect(await titles(pattern)).toEqual(pattern === "\0" ? expect.any(Array) : []);
    }
  });

  it("does not know how many instances met what was never asked about", async () => {
    const [row] = (await listCaseRows(ACTOR, { search: "Named" })).rows;
    expect(row).toMatchObject({ instances: null, bytesOut: null, records: 0, files: 0 });
  });

  it.each([
    "",
    "1_2",
    "x_00000000-0000-4000-8000-000000000000",
    "999999999999999_00000000-0000-4000-8000-000000000000",
  ])("knows no page that begins at %s", (text) => expect(CaseCursor.safeParse(text).success).toBe(false));
});
