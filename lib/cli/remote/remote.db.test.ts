import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET, POST } from "@/app/api/v1/[...path]/route";
import { makeToken } from "@/lib/auth/make-token";
import { addPerson } from "@/lib/auth/test-people";
import { documentsRemotely, flagRemotely } from "@/lib/cli/remote/investigate-remotely";
import { loadRemotely } from "@/lib/cli/remote/load-remotely";
import { getRemoteCase, openRemoteCase } from "@/lib/cli/remote/remote-case";
import { RemoteServer } from "@/lib/cli/remote/remote-server";
import { reportRemotely } from "@/lib/cli/remote/report-remotely";
import { openServer } from "@/lib/cli/remote/server-option";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { runExport } from "@/lib/exports/jobs/run-export";
import { runLoad } from "@/lib/ingest/run-load";
import { writeFiles } from "@/lib/ingest/test-corpus";
import { finding, flowLog, INDICATOR, INSTANCE } from "@/lib/investigate/test-evidence";

let database: TestDatabase;
let folder: string;
let http: Server;
let url: string;
let token: string;
const HOST = "127.0.0.1:3000";
const never = new AbortController().signal;
const server = (with_ = token) => new RemoteServer(url, with_, never);

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-remote-"));
  await writeFiles(folder, {
    "logs/flow.log": flowLog([{ second: 0 }, { second: 60 }]),
    "logs/empty/notes.txt": "nothing that is known\n",
    "logs/finding.json": JSON.stringify({ Findings: [finding("f1", [0, 100])] }),
  });
  const rights = ["case.read", "case.open", "indicators.change", "evidence.add", "report.export"] as const;
  const asked = { name: "command", rights: [...rights], caseIds: null, days: 1 };
  token = (await makeToken(asked, await addPerson("ada"))).token;
  http = createServer(async (request, response) => {
    const body = await buffer(request);
    const address = new URL(request.url ?? "", `http://${HOST}`);
    const parts = address.pathname.split("/").slice(3);
    const headers = new Headers({ host: HOST, authorization: request.headers.authorization ?? "" });
    if (request.headers["content-length"]) headers.set("content-length", request.headers["content-length"]);
    const method = request.method ?? "GET";
    const sent = new Request(address, { method, headers, ...(method === "POST" ? { body } : {}) });
    const answer = await (method === "POST" ? POST : GET)(sent, { params: Promise.resolve({ path: parts }) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.ok && method === "POST") await work(parts, JSON.parse(bytes.toString()));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(bytes);
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((done) => http.close(done));
  await database.drop();
  await rm(folder, { recursive: true });
});

/** What the worker does, at once. */
async function work([, caseId = "", what]: readonly string[], made: { loadId?: number; id?: string }): Promise<void> {
  if (what === "loads" && made.loadId !== undefined) {
    await runLoad(made.loadId);
    await runDetections(caseId, { atOnce: true });
  }
  if (what === "exports" && made.id !== undefined) await runExport(made.id);
}

it("loads, investigates and reports on another server, with a token alone", async () => {
  const caseId = await openRemoteCase(server(), "From afar");
  await flagRemotely(server(), caseId, [INDICATOR]);
  const load = await loadRemotely(
    server(),
    { caseId, paths: [path.join(folder, "logs")] },
    { signal: never, say: () => undefined },
  );
  expect(load).toMatchObject({ files: 3, failed: [], skipped: [] });
  expect(await openRemoteCase(server(), "From afar")).toBe(caseId);
  await expect(openRemoteCase(server(), "From afar", { from: new Date() })).rejects.toThrow("there already");
  const [document] = await documentsRemotely(server(), caseId, undefined);
  expect(document?.indicator.ip).toBe(INDICATOR);
  expect(document?.instances.map(({ instanceId }) => instanceId)).toEqual([INSTANCE]);
  expect(document?.evidence.map(({ name }) => name)).toEqual(["empty/notes.txt", "finding.json", "flow.log"]);
  const out = path.join(folder, "report.md");
  const asked = { caseId: await getRemoteCase(server(), "From afar"), out, format: "md", version: null, masked: [] };
  await reportRemotely(server(), asked, never);
  expect(await readFile(out, "utf8")).toContain("# From afar");
  const loads = await prisma().auditEntry.findMany({ where: { caseId, action: "load.started" } });
  expect(loads).toMatchObject([{ actor: "ada@example.net", detail: { byToken: "command" } }]);
});

it("says what the server refuses, and sends no token in clear over a network", async () => {
  await expect(getRemoteCase(server(), "Nowhere")).rejects.toThrow("no case named Nowhere");
  await expect(getRemoteCase(server("threadline_x"), "From afar")).rejects.toThrow("Send a token");
  expect(() => openServer(url, never)).toThrow("THREADLINE_TOKEN");
  process.env.THREADLINE_TOKEN = token;
  try {
    expect(() => openServer("http://threadline.example.net/", never)).toThrow("in clear");
    expect(await getRemoteCase(openServer(`${url}/`, never), "From afar")).toMatch(/^[0-9a-f-]{36}$/);
  } finally {
    delete process.env.THREADLINE_TOKEN;
  }
});
