import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { setCaseState } from "@/lib/cases/set-case-state";
import { unwatchValue } from "@/lib/cases/unwatch-value";
import { watchListedValue } from "@/lib/cases/watch-listed-value";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { addReference } from "@/lib/reference/add-reference";
import { listReference } from "@/lib/reference/list-reference";
import { listWatched } from "@/lib/timeline/network/list-watched";

let database: TestDatabase;
let caseId: string;
let sha256: string;

beforeAll(async () => {
  database = await createTestDatabase();
  caseId = (await createCase({ title: "Watched" })).id;
  await addReference(
    Readable.from([Buffer.from("198.51.100.7,one\n203.0.113.0/24,range\nbad.example,name")]),
    "bad.csv",
    operatorCalled("ada"),
  );
  sha256 = (await listReference())[0]?.sha256 ?? "";
});
afterAll(() => database.drop());

describe("a listed value", () => {
  it.each([
    ["network", "198.51.100.7", "one"],
    ["network", "203.0.113.0/24", "range"],
    ["name", "bad.example", "name"],
  ] as const)("is watched once, with its list: %s %s", async (kind, value, note) => {
    for (let time = 0; time < 2; time++) await watchListedValue({ caseId, kind, value, sha256 }, operatorCalled("ada"));
    expect((await listWatched(caseId)).filter((row) => row.value === value)).toMatchObject([
      { source: "bad.csv", note },
    ]);
    expect(await prisma().auditEntry.count({ where: { action: "watch.added", subject: value } })).toBe(1);
    expect(await prisma().indicator.count({ where: { caseId } })).toBe(0);
  });

  it("is none where no list has it", async () => {
    const other = { caseId, kind: "name", value: "good.example", sha256 } as const;
    await expect(watchListedValue(other, operatorCalled("ada"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("is let go of, and stays as it is in a closed case", async () => {
    await unwatchValue({ caseId, kind: "name", value: "bad.example" }, operatorCalled("ada"));
    await setCaseState({ caseId, state: "closed" }, operatorCalled("ada"));
    const kept = await listWatched(caseId);
    expect(kept.map(({ value }) => value)).toEqual(["198.51.100.7", "203.0.113.0/24"]);
    const first = { caseId, kind: "network", value: "198.51.100.7" } as const;
    await expect(unwatchValue(first, operatorCalled("ada"))).rejects.toMatchObject({ code: "conflict" });
    expect(await listWatched(caseId)).toEqual(kept);
  });
});
