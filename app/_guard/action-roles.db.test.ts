import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ACTIONS, expected } from "@/app/_guard/test-actions";
import { askersOf, filesOf, load } from "@/app/_guard/test-app";
import { NO_SUCH_CASE } from "@/lib/auth/check-permission";
import { CASE_ROLES } from "@/lib/auth/permissions";
import type { Person } from "@/lib/auth/person";
import { openCase } from "@/lib/cases/open-case";
import type { ActionResult } from "@/lib/core/action-result";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { makeTestCase } from "@/lib/timeline/test-case";
import { INCIDENT } from "@/prisma/incidents/web-tier/write-incident";

const asking = vi.hoisted(() => ({ person: null as Person | null }));
vi.mock("@/lib/auth/find-person", () => ({ findPerson: async () => asking.person }));
vi.mock("next/headers", () => ({ headers: async () => new Headers(), cookies: async () => new Map() }));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

let database: TestDatabase;
let caseId: string;
let strangersCase: string;
let people: Record<string, Person> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  people = await askersOf(caseId);
  // Everyone has the sample's case already: that its files are written is told elsewhere.
  for (const person of await prisma().user.findMany())
    strangersCase = (await openCase({ title: INCIDENT.title }, person as Person)).id;
});
afterAll(() => database.drop());

async function as<Value>(who: string | null, work: () => Promise<Value>): Promise<Value> {
  asking.person = who === null ? null : (people[who] ?? null);
  return work();
}

/** What was refused, in one word: "" for what was not. */
function refusalOf(result: ActionResult<unknown>): string {
  if (result.ok) return "";
  if (result.code === "not-found" && result.message === NO_SUCH_CASE) return "absent";
  return result.code === "forbidden" && /who may not do this|Only an owner/.test(result.message) ? "forbidden" : "";
}

describe("every action", () => {
  it("stands in the table", async () => {
    const found: Record<string, string[]> = {};
    for (const file of filesOf("actions.ts").filter((one) => !one.startsWith("(entrance)")))
      found[file] = Object.keys(await load(file)).sort();
    const told = Object.entries(ACTIONS).map(([file, actions]) => [file, Object.keys(actions).sort()]);
    expect(found).toEqual(Object.fromEntries(told));
  });

  const rows = Object.entries(ACTIONS).flatMap(([file, actions]) =>
    Object.entries(actions).map(([name, [asks, input]]) => ({ file, name, asks, input })),
  );
  it.each(rows)("$name asks for $asks, whoever calls it", async ({ file, name, asks, input }) => {
    const action = (await load(file))[name] as (input: unknown) => Promise<ActionResult<unknown>>;
    for (const who of ["stranger", ...CASE_ROLES.toReversed()]) {
      const result = await as(who, () => action(input(caseId, strangersCase)));
      expect({ who, refused: refusalOf(result) }).toEqual({ who, refused: expected(asks, who) });
    }
    const unfinished = await as("unfinished", () => action(input(caseId, strangersCase)).catch(({ digest }) => digest));
    const isOwn = file.startsWith("account/") && !["makeTokenAction", "chooseMailAction"].includes(name);
    if (isOwn) expect(unfinished).toMatchObject({ ok: false });
    else expect(unfinished).toContain("/account");
    const redirected = await as(null, () =>
      action(input(caseId, strangersCase)).catch((thrown: { digest?: string }) => thrown),
    );
    expect(redirected).toMatchObject({ digest: expect.stringContaining("NEXT_REDIRECT") });
  });
});
