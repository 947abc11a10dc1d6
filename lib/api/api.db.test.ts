import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET, POST } from "@/app/api/v1/[...path]/route";
import { GET as openApi } from "@/app/api/v1/openapi.json/route";
import { ENDPOINTS } from "@/lib/api/endpoints";
import { changePerson } from "@/lib/auth/change-person";
import { NO_SUCH_CASE } from "@/lib/auth/check-permission";
import { listTokens } from "@/lib/auth/list-tokens";
import { makeToken } from "@/lib/auth/make-token";
import {
  CASE_PERMISSIONS,
  CASE_ROLES,
  type CasePermission,
  TOKEN_RIGHTS,
  type TokenRight,
} from "@/lib/auth/permissions";
import { OPERATOR, type Person } from "@/lib/auth/person";
import { revokeToken } from "@/lib/auth/revoke-token";
import { peopleOf, putOnCase } from "@/lib/auth/test-people";
import { openCase } from "@/lib/cases/open-case";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runLoad } from "@/lib/ingest/run-load";
import { INDICATOR, INSTANCE, makeTestCase } from "@/lib/timeline/test-case";

let database: TestDatabase;
let caseId: string;
const people: Record<string, Person> = {};
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await makeTestCase();
  Object.assign(people, await peopleOf(caseId));
});
afterAll(() => database.drop());

function person(who: string): Person {
  const found = people[who];
  if (!found) throw new Error(`nobody is called ${who}`);
  return found;
}
const tokenOf = async (who: string, limits: { rights?: TokenRight[]; caseIds?: string[] | null; days?: number } = {}) =>
  (await makeToken({ name: "test", rights: [...TOKEN_RIGHTS], caseIds: null, days: 1, ...limits }, person(who))).token;
const kept = new Map<string, Promise<string>>();
/** The same for whoever asks for it again. */
function keptTokenOf(who: string, rights: TokenRight[] = [...TOKEN_RIGHTS]): Promise<string> {
  const key = `${who} ${rights}`;
  const made = kept.get(key) ?? tokenOf(who, { rights });
  kept.set(key, made);
  return made;
}

interface Sent {
  method?: "GET" | "POST";
  json?: unknown;
  bytes?: string;
  headers?: Record<string, string>;
}

async function ask(token: string | null, path: string, { method = "GET", json, bytes, headers = {} }: Sent = {}) {
  const body = bytes ?? (json === undefined ? undefined : JSON.stringify(json));
  const request = new Request(`http://127.0.0.1:3000/api/v1${path}`, {
    method,
    headers: {
      host: "127.0.0.1:3000",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const parts = path.split("?")[0]?.split("/").slice(1) ?? [];
  const answer = await (method === "GET" ? GET : POST)(request, { params: Promise.resolve({ path: parts }) });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

const ABOUT = {
  subject: { kind: "instance", instanceId: INSTANCE },
  ...{ title: `Instance ${INSTANCE}`, at: "2026-02-16T22:30:00.000Z" },
};
const NO_EXPORT = "00000000-0000-4000-8000-000000000000";

/** What each endpoint is asked with; one that is missing here fails the test. */
const SENT: Record<string, { query?: string } & Sent> = {
  "get /cases": {},
  "post /cases": { method: "POST", json: { title: "By a program" } },
  "get /cases/{caseId}": {},
  "post /cases/{caseId}/indicators": { method: "POST", json: { kind: "name", value: "a.example" } },
  "get /cases/{caseId}/evidence": {},
  "post /cases/{caseId}/evidence": { method: "POST", query: "?name=a.log", bytes: "2 x\n" },
  "post /cases/{caseId}/uploads": { method: "POST", query: "?name=a.log", bytes: "2 x\n" },
  "post /cases/{caseId}/loads": { method: "POST", json: { uploadIds: ["none"] } },
  "get /cases/{caseId}/load": { query: "?loadId=999999" },
  "get /cases/{caseId}/versions": {},
  "post /cases/{caseId}/exports": { method: "POST", json: { format: "bundle" } },
  "get /cases/{caseId}/exports": {},
  "get /cases/{caseId}/exports/file": { query: `?id=${NO_EXPORT}` },
  "get /cases/{caseId}/pins": { query: "?at=2026-02-17T09:00:00%2B01:00" },
  "post /cases/{caseId}/pins": { method: "POST", json: ABOUT },
  "get /cases/{caseId}/tags": {},
  "post /cases/{caseId}/tags": { method: "POST", json: { ...ABOUT, tag: "exfil" } },
  "get /cases/{caseId}/comments": {},
  "post /cases/{caseId}/comments": { method: "POST", json: { ...ABOUT, body: "Look" } },
  "get /cases/{caseId}/hypotheses": {},
  "post /cases/{caseId}/hypotheses": { method: "POST", json: { statement: "It was" } },
  "post /cases/{caseId}/hypotheses/state": { method: "POST", json: { hypothesisId: NO_EXPORT, state: "open" } },
  "post /cases/{caseId}/citations": { method: "POST", json: { hypothesisId: NO_EXPORT, cited: ABOUT, side: "for" } },
  "get /cases/{caseId}/manual-events": {},
  "post /cases/{caseId}/manual-events": {
    method: "POST",
    json: { title: "Seen", detail: "", source: "us", at: ABOUT.at, knownAt: ABOUT.at, instanceId: INSTANCE },
  },
  "get /cases/{caseId}/tasks": {},
  "post /cases/{caseId}/tasks": { method: "POST", json: { title: "Ask", owner: "lead@example.net", about: ABOUT } },
  "post /cases/{caseId}/tasks/state": { method: "POST", json: { taskId: NO_EXPORT, state: "done" } },
  "get /cases/{caseId}/document": { query: `?ip=${INDICATOR}` },
  "get /cases/{caseId}/report": { query: "?format=text" },
  "get /cases/{caseId}/events": { query: "?q=port:443" },
};

describe("every endpoint", () => {
  it.each(ENDPOINTS.map((endpoint) => ({ ...endpoint, name: `${endpoint.method} ${endpoint.path}` })))(
    "$name asks for $right of token and role",
    async ({ name, path, right, answer: schema, status }) => {
      const sent = SENT[name];
      if (!sent) throw new Error(`${name} stands in no row`);
      const address = `${path.replace("{caseId}", caseId)}${sent.query ?? ""}`;
      const send = (token: string | null) => ask(token, address, sent);
      const nobody = await send(null);
      expect(nobody.status).toBe(401);
      expect(nobody.headers.get("www-authenticate")).toContain("Bearer");
      const isOfCase = path.includes("{caseId}");
      if (isOfCase) expect((await send(await keptTokenOf("stranger"))).body.message).toBe(NO_SUCH_CASE);
      const others = TOKEN_RIGHTS.filter((one) => one !== right);
      expect((await send(await keptTokenOf("lead", others))).status).toBe(403);
      for (const role of CASE_ROLES) {
        const got = await send(await keptTokenOf(role));
        const may = !isOfCase || (CASE_PERMISSIONS[right as CasePermission] as readonly string[]).includes(role);
        expect(got.body.message === NO_SUCH_CASE, role).toBe(false);
        if (!may) expect(got.status, role).toBe(403);
        else if (got.status !== 404) {
          expect(got.status, `${role} ${JSON.stringify(got.body).slice(0, 200)}`).toBe(status);
          if (schema !== "text" && schema !== "file") expect(schema.safeParse(got.body).error, role).toBeUndefined();
        }
      }
    },
  );

  it("stands in the API's document, with its schemas", async () => {
    const document = await openApi().json();
    expect(document.openapi).toBe("3.1.0");
    const listed = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(listed.sort()).toEqual(ENDPOINTS.map(({ method, path }) => `${method} ${path}`).sort());
    expect(document.paths["/cases"].post.requestBody.content["application/json"].schema.required).toContain("title");
  });
});

describe("what leaves by the API", () => {
  it("stands in the trail with its hash, and from where it was asked", async () => {
    const token = await tokenOf("lead");
    const { body } = await ask(token, `/cases/${caseId}/report?format=text`, {
      headers: { "x-forwarded-for": "192.0.2.9", "user-agent": "curl/8" },
    });
    expect(await prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } })).toMatchObject({
      ...{ action: "report.exported", subject: "api report text", address: "192.0.2.9", agent: "curl/8" },
      detail: { sha256: createHash("sha256").update(String(body)).digest("hex"), byToken: expect.any(String) },
    });
  });

  it("is not asked for without end, whatever its length is said to be", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const request = new Request("http://127.0.0.1:3000/api/v1/cases", {
      ...{ method: "POST", body: endless, duplex: "half" },
      headers: { host: "127.0.0.1:3000", authorization: `Bearer ${await tokenOf("lead")}` },
    } as RequestInit);
    const answer = await POST(request, { params: Promise.resolve({ path: ["cases"] }) });
    expect(await answer.json()).toMatchObject({ code: "invalid", message: "The body is too long." });
    expect(sent).toBeLessThan(2_000_000);
  });
});

describe("what people write down", () => {
  it("is written and read by a program as on the pages, in its person's name", async () => {
    const token = await tokenOf("lead");
    const write = async (path: string, json: object) =>
      (await ask(token, `/cases/${caseId}${path}`, { method: "POST", json })).body;
    const read = async (path: string) => (await ask(token, `/cases/${caseId}${path}`)).body;
    const { id: hypothesisId } = await write("/hypotheses", { statement: "By a program" });
    await write("/citations", { hypothesisId, cited: ABOUT, side: "against", note: "no" });
    await write("/hypotheses/state", { hypothesisId, state: "refuted", why: "as cited" });
    const { hypotheses } = await read("/hypotheses");
    expect(hypotheses.find(({ id }: { id: string }) => id === hypothesisId)).toMatchObject({
      ...{ statement: "By a program", state: "refuted", stateBy: "lead@example.net" },
      citations: [{ side: "against", subject: ABOUT.subject }],
    });
    await write("/pins", ABOUT);
    await write("/tags", { ...ABOUT, tag: "web" });
    expect((await read("/pins")).pins).toMatchObject([{ subjectKey: `instance:${INSTANCE}`, tags: ["exfil", "web"] }]);
    expect((await read("/pins?at=2020-01-01T00:00:00Z")).pins).toEqual([]);
    const { id: parentId } = await write("/comments", { ...ABOUT, body: "First" });
    await write("/comments", { ...ABOUT, body: "Second", parentId });
    const { threads } = await read("/comments");
    expect(threads.find(({ id }: { id: string }) => id === parentId)).toMatchObject({ replies: [{ body: "Second" }] });
    const { id: taskId } = await write("/tasks", { title: "Rotate", owner: "Reviewer@example.net" });
    await write("/tasks/state", { taskId, state: "doing" });
    expect((await read("/tasks")).tasks.at(-1)).toMatchObject({
      ...{ title: "Rotate", state: "doing", owner: { email: "reviewer@example.net" } },
    });
    const stranger = await ask(token, `/cases/${caseId}/tasks`, {
      ...{ method: "POST", json: { title: "x", owner: "stranger@example.net" } },
    });
    expect(stranger).toMatchObject({ status: 400, body: { code: "invalid" } });
    const entry = await prisma().auditEntry.findFirstOrThrow({ where: { caseId }, orderBy: { id: "desc" } });
    expect(entry).toMatchObject({ action: "task.state-set", detail: { byToken: "test" } });
  });
});

/** What no parameter is, and what the database takes for none. */
const HOSTILE = [
  ...["", "-1", "0", "1.5", "1e308", "2147483648", "9007199254740993", "99999999999999999999"],
  ...["0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "%", "\0", "'", "(".repeat(400), "x".repeat(5_000)],
];

describe("a parameter that holds anything", () => {
  const asked = ENDPOINTS.filter(({ method, query }) => method === "get" && query !== null);
  it.each(asked.map(({ path, query }) => ({ path, names: Object.keys(query?.shape ?? {}) })))(
    "of $path is no fault",
    async ({ path, names }) => {
      const token = await keptTokenOf("lead");
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        for (const value of HOSTILE) {
          const { status } = await ask(
            token,
            `${path.replace("{caseId}", caseId)}?${new URLSearchParams({ [name]: value })}`,
          );
          expect(status, `${name}=${value.slice(0, 40)}`).toBeLessThan(500);
        }
      }
    },
  );
});

describe("a token", () => {
  it("is told once, is for its cases alone, and opens none", async () => {
    const { id: other } = await openCase({ title: "Another" }, person("lead"));
    const token = await tokenOf("lead", { caseIds: [caseId] });
    expect(JSON.stringify(await prisma().apiToken.findMany())).not.toContain(token);
    const { body } = await ask(token, "/cases");
    expect(body.cases.map(({ id }: { id: string }) => id)).toEqual([caseId]);
    expect((await ask(token, `/cases/${other}`)).body.message).toBe(NO_SUCH_CASE);
    expect((await ask(token, "/cases", { method: "POST", json: { title: "x" } })).status).toBe(403);
    const foreign = makeToken({ name: "x", rights: ["case.read"], caseIds: [other], days: 1 }, person("viewer"));
    await expect(foreign).rejects.toMatchObject({ code: "not-found" });
  });

  it("holds until it is old, revoked, or its person may no longer", async () => {
    const token = await tokenOf("viewer");
    expect((await ask(token, "/cases", { headers: { "x-forwarded-for": "192.0.2.9" } })).status).toBe(200);
    const [row] = await listTokens(person("viewer"));
    expect(row).toMatchObject({ name: "test", usedFrom: "192.0.2.9", cases: null, expired: false });
    await expect(revokeToken({ id: row?.id ?? 0 }, person("lead"))).rejects.toMatchObject({ code: "not-found" });
    await revokeToken({ id: row?.id ?? 0 }, person("viewer"));
    expect((await ask(token, "/cases")).status).toBe(401);
    const old = await tokenOf("viewer");
    await pool().query("UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE user_id = 'viewer'");
    expect((await ask(old, "/cases")).status).toBe(401);
    const disabled = await tokenOf("viewer");
    await changePerson({ userId: "viewer", disabled: true }, OPERATOR);
    expect((await ask(disabled, "/cases")).status).toBe(401);
    await changePerson({ userId: "viewer", disabled: false }, OPERATOR);
    expect((await ask(disabled, "/cases")).status, "what was ended stays ended").toBe(401);
    const outside = await tokenOf("viewer");
    await pool().query("DELETE FROM case_members WHERE user_id = 'viewer'");
    expect((await ask(outside, `/cases/${caseId}`)).body.message).toBe(NO_SUCH_CASE);
    await putOnCase(caseId, person("viewer"), "viewer");
    for (const made of ["", "threadline_", "threadline_x", `${old}x`])
      expect((await ask(made, "/cases")).status).toBe(401);
  });

  it("is named in the trail beside its person", async () => {
    await ask(await tokenOf("lead"), "/cases", { method: "POST", json: { title: "Told of" } });
    const entry = await prisma().auditEntry.findFirstOrThrow({ where: { action: "case.created", subject: "Told of" } });
    expect(entry).toMatchObject({ actor: "lead@example.net", detail: { byToken: "test" } });
  });
});

describe("a file that a program adds", () => {
  it("is loaded as it came, and leaves nothing behind where it is cut short", async () => {
    const token = await tokenOf("investigator");
    const { id } = await openCase({ title: "Files" }, person("investigator"));
    const bytes =
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n2 123456789012 eni-0a1 10.0.1.5 198.51.100.7 40000 443 6 10 5000 1771279200 1771279260 ACCEPT OK\n";
    const sent = await ask(token, `/cases/${id}/evidence?name=flow/a.log`, { method: "POST", bytes });
    expect(sent.status).toBe(201);
    await runLoad(sent.body.loadId);
    const load = await ask(token, `/cases/${id}/load?loadId=${sent.body.loadId}`);
    expect(load.body).toMatchObject({ state: "done", recordsDone: 1 });
    const { body } = await ask(token, `/cases/${id}/evidence`);
    expect(body.files).toMatchObject([{ names: ["flow/a.log"], kind: "vpc-flow", records: 1 }]);
    const uploads = await prisma().upload.count();
    for (const length of ["3", "400", "x"]) {
      const headers = { "content-length": length };
      const cut = await ask(token, `/cases/${id}/evidence?name=b.log`, { method: "POST", bytes, headers });
      expect(cut.status, length).toBe(400);
    }
    expect(await prisma().upload.count()).toBe(uploads);
  });
});
