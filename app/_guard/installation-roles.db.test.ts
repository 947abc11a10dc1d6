import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { askersOf, filesOf, load } from "@/app/_guard/test-app";
import type { Person } from "@/lib/auth/person";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { makeTestCase } from "@/lib/timeline/test-case";

const asking = vi.hoisted(() => ({ person: null as Person | null }));
vi.mock("@/lib/auth/find-person", () => ({
  ...{ findPerson: async () => asking.person, findSessionToken: async () => null },
}));
vi.mock("next/headers", () => ({ headers: async () => new Headers(), cookies: async () => new Map() }));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

/** Every page that is of no case, and who gets it; `case` where it tells of a case to those who are on it alone. */
const PAGES: Record<string, { for: "all" | "owner" | "own"; tells?: "case" }> = {
  "(home)/page.tsx": { for: "all", tells: "case" },
  "account/page.tsx": { for: "own", tells: "case" },
  "audit/page.tsx": { for: "all", tells: "case" },
  "cases/new/page.tsx": { for: "all" },
  "connections/page.tsx": { for: "owner" },
  "findings/page.tsx": { for: "all" },
  "notices/page.tsx": { for: "all" },
  "people/page.tsx": { for: "owner" },
  "reference/page.tsx": { for: "all" },
  "retention/page.tsx": { for: "owner" },
};
/** Every route that is of no case, by method: what an owner and a member are answered. */
const ROUTES: Record<string, Record<string, { owner: number; member: number; tells?: "case" }>> = {
  "api/audit/[format]/route.ts": { GET: { owner: 200, member: 200, tells: "case" } },
  // Nothing was sent: who may send is told so.
  "api/case-import/route.ts": { POST: { owner: 400, member: 400 } },
  "api/notices/route.ts": { GET: { owner: 200, member: 200 } },
  "api/palette/route.ts": { GET: { owner: 200, member: 200, tells: "case" } },
  "api/reference/route.ts": { POST: { owner: 400, member: 403 } },
};
/** Those with guards of another kind, each with its own test: a session is not what lets one in. */
const OTHERWISE = /^(healthz|api\/(cases|auth|v1|uploads))\//;

let database: TestDatabase;
let caseId: string;
/** The owner is on no case, the member leads the only one. */
const people: Record<string, Person> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  const { stranger, lead, ...others } = await askersOf(caseId);
  Object.assign(people, { owner: stranger, member: lead, unfinished: others.unfinished });
});
afterAll(() => database.drop());

/** All texts that a page gives to its parts. */
function textsOf(node: unknown): string[] {
  if (typeof node === "string") return [node];
  if (node === null || typeof node !== "object") return [];
  const inside = "props" in node ? (node.props as object) : node;
  return Object.values(inside).flatMap(textsOf);
}

describe("every page that is of no case", () => {
  it("stands in the table", () => {
    const found = filesOf("page.tsx").filter((file) => !/^(cases\/\[caseId\]|\(entrance\))\//.test(file));
    expect(found).toEqual(Object.keys(PAGES).sort());
  });

  it.each(Object.entries(PAGES))("%s is there for whom it is", async (file, { for: whom, tells }) => {
    const { default: page } = (await load(file)) as { default: (props: object) => Promise<unknown> };
    const open = (who: string | null): Promise<string> => {
      asking.person = who === null ? null : (people[who] ?? null);
      return page({ params: Promise.resolve({}), searchParams: Promise.resolve({}) }).then(
        (made) => `made ${textsOf(made).join(" ")}`,
        (thrown: Error & { digest?: string }) => thrown.digest ?? String(thrown.stack),
      );
    };
    expect(await open(null)).toContain("/sign-in");
    expect(await open("unfinished")).toMatch(whom === "own" ? /^made / : /NEXT_REDIRECT.*\/account/);
    const [owner, member] = [await open("owner"), await open("member")];
    expect(owner).toMatch(/^made /);
    expect(member).toMatch(whom === "owner" ? /^NEXT_HTTP_ERROR_FALLBACK;404/ : /^made /);
    if (tells === "case") expect([owner.includes(caseId), member.includes(caseId)]).toEqual([false, true]);
  });
});

describe("every route that is of no case", () => {
  const methodsOf = async (file: string) => Object.keys(await load(file)).filter((name) => /^[A-Z]+$/.test(name));

  it("stands in the table, with its methods", async () => {
    const found: Record<string, string[]> = {};
    for (const file of filesOf("route.ts").filter((one) => !OTHERWISE.test(one))) found[file] = await methodsOf(file);
    const told = Object.entries(ROUTES).map(([file, methods]) => [file, Object.keys(methods)]);
    expect(found).toEqual(Object.fromEntries(told));
  });

  const rows = Object.entries(ROUTES).flatMap(([file, methods]) =>
    Object.entries(methods).map(([method, answers]) => ({ file, method, ...answers })),
  );
  it.each(rows)("$method $file answers whom it is for", async ({ file, method, owner, member, tells }) => {
    const route = (await load(file))[method] as (request: Request, context: object) => Promise<Response>;
    const ask = async (who: string | null, more: Record<string, string> = {}) => {
      asking.person = who === null ? null : (people[who] ?? null);
      const headers = { host: "127.0.0.1:3000", ...more };
      const answer = await route(new Request("http://127.0.0.1:3000/api/x?name=x", { method, headers }), {
        params: Promise.resolve({ format: "jsonl" }),
      });
      return { status: answer.status, text: await answer.text() };
    };
    expect(await ask(null)).toMatchObject({ status: 401, text: expect.stringContaining("Sign in first.") });
    expect(await ask("unfinished")).toMatchObject({ status: 403, text: expect.stringContaining("second factor") });
    expect((await ask("owner", { "sec-fetch-site": "cross-site" })).status).toBe(421);
    const [ofOwner, ofMember] = [await ask("owner"), await ask("member")];
    expect([ofOwner.status, ofMember.status]).toEqual([owner, member]);
    if (tells === "case") expect([ofOwner, ofMember].map(({ text }) => text.includes(caseId))).toEqual([false, true]);
  });
});
