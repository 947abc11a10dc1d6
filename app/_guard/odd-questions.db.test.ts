import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { filesOf, load } from "@/app/_guard/test-app";
import type { Person } from "@/lib/auth/person";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { FIELD_NAMES } from "@/lib/search/search-field";
import { INDICATOR, INSTANCE, makeTestCase, T0 } from "@/lib/timeline/test-case";

const asking = vi.hoisted(() => ({ person: null as Person | null }));
vi.mock("@/lib/auth/find-person", async (original) => ({
  ...(await original<object>()),
  findPerson: async () => asking.person,
}));
vi.mock("next/headers", () => ({ headers: async () => new Headers(), cookies: async () => new Map() }));

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  asking.person = await addPerson("lead", "owner");
  await putOnCase(caseId, asking.person, "lead");
  // Nobody is asked: it reaches no account.
  await prisma().awsConnection.create({
    data: { name: "Nowhere", regions: ["eu-west-1"], accounts: [], actor: "lead@example.org" },
  });
});
afterAll(() => database.drop());

const LAST = 2_147_483_647;
/** What no page asks for, beside what one does. */
const ODD = [
  ...[
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "%",
    "%00",
    "'",
    '"',
    "\\",
    "*",
    "<script>",
    "=cmd()",
    "🦊",
    "\u202e",
    "x".repeat(5_000),
  ],
  ...["-1", "0", "1", "1.5", "NaN", "Infinity", "1e309", "9".repeat(30), String(LAST), String(LAST + 1), "0x10"],
  ...[
    "constructor",
    "__proto__",
    "null",
    "[]",
    "{}",
    "true",
    "on",
    "off",
    "all",
    "flow",
    "flow,dns",
    "peer",
    "-bytes",
    "time",
  ],
  ...[
    `0.0.0.0`,
    `8640000000000000.3.${LAST}.${LAST}`,
    "253402300800000.0.1.1",
    "1.1.1.1.1",
    "1-1",
    ...[0, 1, 2, 3].map((source) => `${T0}.${source}.1.1`),
  ],
  ...["9999999999999999:0.0.0.0", `9007199254740991:8640000000000000.0.${LAST}.${LAST}`, "0:1.0.1.1"],
  ...[
    "9999-12-31T23:59:59-14:00",
    "0000-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-02-16T22:30:00Z",
  ],
  ...[
    "::",
    "fe80::1%eth0",
    "0.0.0.0/0",
    "::/129",
    INDICATOR,
    INSTANCE,
    "i-0",
    "port:443",
    "bytes:>1MB",
    "(",
    "AROAX:x",
    "10.0.1.10",
  ],
];
const NAMES = [
  ...[
    "ip",
    "from",
    "to",
    "q",
    "tie",
    "source",
    "group",
    "sort",
    "at",
    "open",
    "after",
    "before",
    "below",
    "first",
    "whole",
  ],
  ...[
    "field",
    "prefix",
    "kind",
    "session",
    "connection",
    "service",
    "severity",
    "finding",
    "until",
    "instance",
    "file",
    "subject",
    "vpc",
    "who",
    "state",
    "caseId",
    "id",
    "actor",
    "action",
  ],
  ...[
    "baseline",
    "since",
    "version",
    "way",
    "record",
    "name",
    "day",
    "tz",
    "muted",
    "severity",
    "page",
    "account",
    "region",
    "interface",
    "gaps",
    "known",
    "show",
    "turned",
    "case",
    "filter",
  ],
];
/** An address of a page never holds half a character: what stands in it becomes U+FFFD on the way. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, "\uFFFD");
const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ODD) }, fc.string({ unit: "binary" }));
const questions = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { minLength: 1, maxLength: 4 });
/** Enough to keep what is right so; it was looked for with hundreds. */
const RUNS = Number(process.env.ODD_RUNS ?? 12);

/** But for those of who is not signed in yet. */
const inside = (name: string) => filesOf(name).filter((file) => !file.startsWith("(entrance)"));
const paramsOf = (odd: string) => ({ caseId, instanceId: INSTANCE, sha256: odd, record: odd });

async function ask(file: string, search: string, params: object): Promise<{ status: number; text: string }> {
  const routes = (await load(file)) as Partial<
    Record<string, (request: Request, context: object) => Promise<Response>>
  >;
  // What only a form asks for gets the same in its fields.
  const method = routes.GET ? "GET" : "POST";
  const fields = new URLSearchParams(search);
  fields.set("settings", search);
  const request = new Request(`http://127.0.0.1:3000/api/x?${search}`, {
    method,
    headers: { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" },
    body: method === "POST" ? fields : null,
  });
  const answer = (await routes[method]?.(request, { params: Promise.resolve(params) })) ?? Response.error();
  // A file that is made while it is taken may break off: that ends the answer, and nothing else.
  return { status: answer.status, text: await answer.text().catch((error: Error) => `broken off: ${error.message}`) };
}

describe("whatever is asked", () => {
  const routes = inside("route.ts").filter(
    (file) => file.startsWith("api/") && !/uploads|reference|case-import/.test(file),
  );
  it.each(routes)("%s answers in words", async (file) => {
    await fc.assert(
      fc.asyncProperty(questions, value, async (asked, odd) => {
        const search = asked.map(([name, text]) => `${name}=${encodeURIComponent(wellFormed(text))}`).join("&");
        for (const params of [paramsOf(odd), { ...paramsOf(odd), caseId: odd, instanceId: odd }]) {
          const { status, text } = await ask(file, search, params);
          // The case has rows and no files: an original that is asked for is said not to be there.
          if (status !== 503 || !text.includes('"code":"unavailable"'))
            expect(status, `${search} ${text}`).toBeLessThan(500);
        }
      }),
      { numRuns: RUNS },
    );
  });

  const pages = inside("page.tsx");
  it.each(pages)("%s is drawn, or is not there", async (file) => {
    const { default: page } = (await load(file)) as { default: (props: object) => Promise<unknown> };
    await fc.assert(
      fc.asyncProperty(questions, value, fc.boolean(), async (asked, odd, twice) => {
        const searchParams = Object.fromEntries(
          asked.map(([name, text]) => [name, twice ? [wellFormed(text), "x"] : wellFormed(text)]),
        );
        const told = await page({
          params: Promise.resolve(paramsOf(odd)),
          searchParams: Promise.resolve(searchParams),
        }).then(
          () => "NEXT",
          (error: { digest?: string; stack?: string }) => error.digest ?? error.stack ?? "?",
        );
        expect(told, JSON.stringify(searchParams)).toMatch(/^NEXT/);
      }),
      { numRuns: RUNS },
    );
  });

  const operand = fc.oneof(
    value,
    fc
      .tuple(fc.constantFrom(...FIELD_NAMES), fc.constantFrom(":", ":>", ":>=", ":<", ":<="), value)
      .map((all) => all.join("")),
    fc.tuple(fc.constantFrom(...FIELD_NAMES), value, value).map(([name, a, b]) => `${name}:${a}..${b}`),
    fc.tuple(fc.constantFrom(...FIELD_NAMES), value).map(([name, text]) => `${name}:"${text}"`),
    fc
      .tuple(fc.constantFrom(...FIELD_NAMES), fc.array(value, { maxLength: 3 }))
      .map(([name, all]) => `${name}:(${all.join(" OR ")})`),
  );
  const query = fc
    .array(fc.tuple(operand, fc.constantFrom(" ", " AND ", " OR ", " NOT ", " (", ") ", " -", "*")), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.flat().join("").slice(0, 990));
  it.each(["search/route.ts", "search/facets/route.ts", "instances/[instanceId]/events/route.ts"])(
    "a query that %s gets is answered",
    async (file) => {
      await fc.assert(
        fc.asyncProperty(query, async (q) => {
          const search = new URLSearchParams({ q, tie: "all", field: "peer" }).toString();
          const { status, text } = await ask(`api/cases/[caseId]/${file}`, search, paramsOf("1"));
          expect(status, `${q} ${text}`).toBeLessThan(500);
        }),
        { numRuns: 5 * RUNS, examples: [["proto:constructor"], ["bytes:>9007199254740991"]] },
      );
    },
  );
});
