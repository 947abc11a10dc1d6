import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { fakeConnection } from "@/e2e/aws/fake-context";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { auth } from "@/lib/auth/auth";
import { makeToken } from "@/lib/auth/make-token";
import { addPerson } from "@/lib/auth/test-people";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { askFetch } from "@/lib/fetch/ask-fetch";
import { startFetch } from "@/lib/fetch/start-fetch";
import { readFetchState } from "@/lib/fetch/test-fetch";
import { type FileAccount, fileAccounts } from "@/lib/ingest/test-accounts";
import { flowLog } from "@/lib/ingest/test-corpus";
import { enqueueFetch } from "@/lib/jobs/fetch-job";
import { builtPages, builtPrograms } from "@/lib/worker/test-programs";
import { webOptions } from "../../bin/web-processes.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const WAIT = { timeout: 90_000, interval: 20 };
/** Of the lock that one worker holds and the others wait for (run-worker.ts). */
const WORKER_LOCK = 7_281_003;
const LINES = 10_000;
const FILES = 2;
const log = (file: number) =>
  flowLog(Array.from({ length: LINES }, (_, at) => ({ minute: at % 1000, port: at, bytes: 100 + file })));

let database: TestDatabase;
let aws: FakeAws;
let person: Awaited<ReturnType<typeof addPerson>>;
let token: string;
let cookie: string;
const webs: string[] = [];
const workers: ChildProcess[] = [];
const children: ChildProcess[] = [];
const reading = new AbortController();

function start(args: string[], environment: Record<string, string> = {}): ChildProcess {
  const env = { ...process.env, NODE_ENV: "production", BASE_URL: "", ...environment } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  children.push(child);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

async function startWeb(): Promise<string> {
  const port = await freePort();
  const settings = { THREADLINE_WEB_PROCESSES: "1", HOST: "127.0.0.1", PORT: String(port) };
  start([...webOptions(ROOT), path.join(ROOT, "bin/web.mjs"), "127.0.0.1", String(port)], settings);
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).ok).toBe(true), WAIT);
  return url;
}

beforeAll(async () => {
  database = await createTestDatabase();
  aws = await startFakeAws();
  const bucket = new FakeBucket();
  for (let file = 0; file < FILES; file++) bucket.put(`logs/${file}.log`, Buffer.from(log(file)));
  serveS3(aws).set("archive", bucket);
  person = await addPerson("ada", "owner");
  const rights = ["case.read", "case.open", "evidence.add", "comments.write"] as const;
  ({ token } = await makeToken({ name: "several", caseIds: null, rights: [...rights], days: 1 }, person));
  cookie = await signedIn();
  const bundles = await builtPrograms();
  await builtPages();
  for (let at = 0; at < 3; at++)
    workers.push(
      start([path.join(bundles, "worker.mjs")], { DATABASE_URL: `${database.url}?application_name=worker-${at}` }),
    );
  webs.push(...(await Promise.all([startWeb(), startWeb(), startWeb()])));
}, 300_000);
afterAll(async () => {
  reading.abort();
  for (const child of children) if (child.kill("SIGKILL")) await once(child, "exit");
  await aws.close();
  await database.drop();
});

/** The cookie of a session, as signing in gives it. */
async function signedIn(): Promise<string> {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const session = { id: "session", token: "of-ada", userId: person.id, expiresAt };
  await prisma().webSession.create({ data: session });
  const { secret, authCookies } = await auth().$context;
  const { makeSignature } = await import("better-auth/crypto");
  const signature = await makeSignature(session.token, secret);
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${session.token}.${signature}`)}`;
}

/** Asks one web process for something, as a program does. */
async function ask(web: number, place: string, body?: object | string): Promise<Record<string, unknown>> {
  const sent = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(`${webs[web % webs.length]}/api/v1${place}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": typeof body === "string" ? "application/octet-stream" : "application/json",
    },
    ...(body === undefined ? {} : { body: sent }),
  });
  const told = (await answer.json()) as Record<string, unknown>;
  expect(answer.ok, JSON.stringify(told)).toBe(true);
  return told;
}

/** What one web process tells of a case while it goes on. */
async function follow(web: number, caseId: string): Promise<() => string> {
  const answer = await fetch(`${webs[web]}/api/cases/${caseId}/live?tab=${randomUUID()}&path=&after=0`, {
    headers: { cookie },
    signal: reading.signal,
  });
  expect(answer.status).toBe(200);
  let told = "";
  const read = async () => {
    for await (const piece of answer.body ?? []) told += Buffer.from(piece).toString("utf8");
  };
  read().catch(() => undefined);
  return () => told;
}

async function locks(): Promise<{ held: number; waiting: number }> {
  const { rows } = await pool().query<{ held: number; waiting: number }>(
    `SELECT count(*) FILTER (WHERE granted)::int AS held, count(*) FILTER (WHERE NOT granted)::int AS waiting
       FROM pg_locks WHERE locktype = 'advisory' AND objid = $1`,
    [WORKER_LOCK],
  );
  return rows[0] ?? { held: 0, waiting: 0 };
}

async function ofLoads<Row extends object>(select: string, where = "true"): Promise<Row[]> {
  return (await pool().query<Row>(`SELECT ${select} FROM loads WHERE ${where} ORDER BY id`)).rows;
}

it("three web processes and three workers serve one installation, and a waiting worker takes over from one that is killed", async () => {
  await vi.waitFor(async () => expect(await locks()).toEqual({ held: 1, waiting: 2 }), WAIT);
  const caseIds: string[] = [];
  for (const web of [0, 1, 2]) caseIds.push((await ask(web, "/cases", { title: `Case ${web}` })).id as string);
  const [followed = ""] = caseIds;
  const told = await follow(2, followed);
  for (let file = 0; file < FILES; file++)
    await Promise.all(
      caseIds.map((caseId, at) => ask(at + file, `/cases/${caseId}/evidence?name=${file}.log`, log(file))),
    );
  const fetched = await ask(1, "/cases", { title: "Fetched" });
  const caseId = fetched.id as string;
  const place = {
    kind: "s3",
    bucket: "archive",
    prefix: "logs/",
    accountId: "111122223333",
    region: "eu-central-1",
  } as const;
  const question = { fromMs: Date.UTC(2025, 2, 1), toMs: Date.now(), logPlaces: [place] };
  const { fetchId } = await askFetch({ caseId, sources: ["s3"], question }, fakeConnection(aws), person);
  await enqueueFetch(fetchId);

  // The one that holds the lock reads; in the middle of a load it is gone.
  const begun = () => ofLoads<{ id: number }>("id", "state IN ('loading', 'sealing')");
  await vi.waitFor(async () => expect(await begun()).toHaveLength(1), WAIT);
  const holder = await findHolder();
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await begun()).toHaveLength(1);
  await vi.waitFor(async () => expect(await locks()).toEqual({ held: 1, waiting: 1 }), WAIT);

  await vi.waitFor(async () => expect((await readFetchState(fetchId)).state).toBe("planned"), WAIT);
  await startFetch({ caseId, fetchId }, person);
  await enqueueFetch(fetchId);
  await vi.waitFor(async () => expect((await readFetchState(fetchId)).state).toBe("done"), WAIT);
  await vi.waitFor(async () => {
    const ended = await ofLoads<{ state: string }>("state");
    expect(ended.map(({ state }) => state)).toEqual(Array.from({ length: 3 * FILES + 1 }, () => "done"));
  }, WAIT);

  const whole = ({ kind, records, duplicates, rejected }: FileAccount) => ({ kind, records, duplicates, rejected });
  const expected = Array.from({ length: FILES }, () => ({
    ...{ kind: "vpc-flow", records: LINES, duplicates: 0, rejected: 0 },
  }));
  for (const one of [...caseIds, caseId]) expect((await fileAccounts(one)).map(whole), one).toEqual(expected);

  const about = { subject: { kind: "instance", instanceId: "i-0a1b2c3d4e5f60001" }, title: "Somebody's", at: null };
  await ask(0, `/cases/${followed}/comments`, { ...about, body: "Written at the first" });
  await vi.waitFor(() => expect(told()).toContain('"comment.added"'), WAIT);
  expect(told().split('"load.finished"').length - 1).toBe(FILES);
  expect((await verifyAuditChain()).brokenAt).toBeNull();
}, 240_000);

/** The worker that has the lock, by the name of its connections; other tests have databases of their own on the same server. */
async function findHolder(): Promise<ChildProcess> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND objid = $1 AND granted AND datname = current_database()`,
    [WORKER_LOCK],
  );
  const worker = workers[Number(rows[0]?.name.slice("worker-".length))];
  if (!worker) throw new Error(`no worker has the lock: ${rows[0]?.name}`);
  return worker;
}
