import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { expected, HASH } from "@/app/_guard/test-actions";
import { askersOf, filesOf, load } from "@/app/_guard/test-app";
import { NO_SUCH_CASE } from "@/lib/auth/check-permission";
import { CASE_ROLES, type CasePermission } from "@/lib/auth/permissions";
import type { Person } from "@/lib/auth/person";
import { saveSearch } from "@/lib/cases/save-search";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { INDICATOR, INSTANCE, makeTestCase } from "@/lib/timeline/test-case";

const asking = vi.hoisted(() => ({ person: null as Person | null }));
vi.mock("@/lib/auth/find-person", () => ({ findPerson: async () => asking.person }));
vi.mock("next/headers", () => ({ headers: async () => new Headers(), cookies: async () => new Map() }));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

let database: TestDatabase;
let caseId: string;
let people: Record<string, Person> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  people = await askersOf(caseId);
  await saveSearch({ caseId, name: "One", query: "port:443" }, people.lead as Person);
});
afterAll(() => database.drop());

async function as<Value>(who: string | null, work: () => Promise<Value>): Promise<Value> {
  asking.person = who === null ? null : (people[who] ?? null);
  return work();
}

/** Of the test's case, as a URL has them. */
const paramsOf = () => ({ caseId, instanceId: INSTANCE, sha256: HASH, record: "1", path: [] });
/** Routes for which being on the case is not enough. */
const ROUTES_OF_SOME: Record<string, CasePermission> = { "api/cases/[caseId]/archive/route.ts": "case.export" };
const EVENTS = `ip=${INDICATOR}&open=1-1&field=peer&first=1-1&q=port:443`;

describe("every page and route of a case", () => {
  it.each(filesOf("page.tsx").filter((file) => file.startsWith("cases/[caseId]")))(
    "%s is there for its people alone",
    async (file) => {
      const { default: page } = (await load(file)) as { default: (props: object) => Promise<unknown> };
      const open = (who: string | null) =>
        as(who, () =>
          page({ params: Promise.resolve(paramsOf()), searchParams: Promise.resolve({ ip: INDICATOR }) }).then(
            () => "made",
            ({ digest }: { digest?: string }) => digest?.split(";").slice(0, 2).join(" "),
          ),
        );
      expect(await open(null)).toContain("NEXT_REDIRECT");
      expect(await open("unfinished")).toContain("NEXT_REDIRECT");
      expect(await open("stranger")).toBe("NEXT_HTTP_ERROR_FALLBACK 404");
      for (const role of CASE_ROLES) expect(await open(role), role).toBe("made");
    },
  );

  it.each(filesOf("route.ts").filter((file) => file.startsWith("api/cases")))(
    "%s answers its people alone",
    async (file) => {
      const routes = (await load(file)) as Record<string, (request: Request, context: object) => Promise<Response>>;
      for (const [method, route] of Object.entries(routes).filter(([name]) => /^[A-Z]+$/.test(name))) {
        const ask = (who: string | null) =>
          as(who, async () => {
            const request = new Request(`http://127.0.0.1:3000/api/x?${EVENTS}`, {
              method,
              headers: { host: "127.0.0.1:3000" },
            });
            const answer = await route(request, { params: Promise.resolve(paramsOf()) });
            // What is made as it is taken ends when nobody takes it.
            if (answer.ok) await answer.body?.cancel();
            return `${answer.status} ${answer.ok ? "" : ((await answer.json()) as { message: string }).message}`;
          });
        expect(await ask(null)).toBe("401 Sign in first.");
        expect(await ask("unfinished")).toContain("403 Set up a second factor");
        expect(await ask("stranger")).toBe(`404 ${NO_SUCH_CASE}`);
        for (const role of CASE_ROLES) {
          const answer = await ask(role);
          expect(answer, role).not.toContain(NO_SUCH_CASE);
          const asks = ROUTES_OF_SOME[file];
          if (asks && expected(asks, role)) expect(answer, role).toMatch(/^403 .*who may not do this/);
          else expect(answer, role).not.toMatch(/^(401|403|5)/);
        }
      }
    },
  );
});

describe("what belongs to no case", () => {
  it("lists, finds and tells of a case to its people alone", async () => {
    const { listCaseRows } = await import("@/lib/timeline/list-case-rows");
    const { findPlaces } = await import("@/lib/timeline/find-places");
    const { listAuditEntries } = await import("@/lib/timeline/list-audit-entries");
    for (const [who, sees] of [...CASE_ROLES.map((role) => [role, true] as const), ["stranger", false] as const]) {
      const person = people[who] as Person;
      expect(
        (await listCaseRows(person)).rows.some(({ id }) => id === caseId),
        who,
      ).toBe(sees);
      const found = await findPlaces({ q: "", caseId }, person);
      expect(
        found.cases.some(({ id }) => id === caseId),
        who,
      ).toBe(sees);
      expect(found.searches.length > 0, who).toBe(sees);
      const { entries } = await listAuditEntries(person, { caseId });
      expect(entries.length > 0, who).toBe(sees);
    }
  });

  it("takes an upload from those who may add evidence", async () => {
    const { receiveUpload } = await import("@/app/api/uploads/[[...path]]/receive-upload");
    const answers: Record<string, number> = {};
    for (const [who, person] of Object.entries(people).filter(([who]) => who !== "unfinished")) {
      const metadata = `caseId ${btoa(caseId)},name ${btoa("a.log")}`;
      const headers = { "tus-resumable": "1.0.0", "upload-length": "5", "upload-metadata": metadata };
      const request = new Request("http://127.0.0.1:3000/api/uploads", { method: "POST", headers });
      answers[who] = (await receiveUpload(request, person)).status;
    }
    expect(answers).toEqual({ lead: 201, investigator: 201, reviewer: 403, viewer: 403, stranger: 404 });
  });
});
