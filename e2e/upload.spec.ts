import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CASE_TITLE, expect, test } from "./incident";
import { SIGNED_IN } from "./owner";

const SIZE = 2_000_000_000;
const MOST_MEMORY_BYTES = 300e6;
const BASE = `http://127.0.0.1:${process.env.THREADLINE_TEST_PORT ?? 3123}`;
const FOLDER = join(process.env.THREADLINE_DATA_DIR ?? ".threadline", "uploads");

/** Bytes that are not all the same, made as they are sent. */
function* bytes(from: number, to: number): Generator<Buffer> {
  const block = Buffer.alloc(1 << 20);
  for (let at = from; at < to; at += block.length) {
    block.writeDoubleLE(at, 0);
    // A copy: the block is written again while this one may still be on its way.
    yield Buffer.from(block.subarray(0, Math.min(block.length, to - at)));
  }
}

function hashOfAll(): string {
  const hash = createHash("sha256");
  for (const block of bytes(0, SIZE)) hash.update(block);
  return hash.digest("hex");
}

function cookie(): string {
  const { cookies } = JSON.parse(readFileSync(SIGNED_IN, "utf8")) as { cookies: { name: string; value: string }[] };
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

const protocol = () => ({ "tus-resumable": "1.0.0", cookie: cookie(), origin: BASE });

async function begin(caseId: string, name: string, size: number, headers = protocol()): Promise<Response> {
  const metadata = Object.entries({ caseId, name }).map(
    ([key, text]) => `${key} ${Buffer.from(text).toString("base64")}`,
  );
  return fetch(`${BASE}/api/uploads`, {
    method: "POST",
    headers: { ...headers, "upload-length": String(size), "upload-metadata": metadata.join(",") },
  });
}

/** Sends bytes by one request whose body is a stream; resolves to its status. */
function send(path: string, offset: number, body: Iterable<Buffer>, length: number): Promise<number> {
  return new Promise((done, fail) => {
    const headers = {
      ...protocol(),
      ...{ "upload-offset": offset, "content-type": "application/offset+octet-stream", "content-length": length },
    };
    const sending = httpRequest(`${BASE}${path}`, { method: "PATCH", headers }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    sending.once("error", fail);
    pipeline(Readable.from(body, { objectMode: false, highWaterMark: 1 << 20 }), sending).catch(fail);
  });
}

/** Memory of the web server under test, now and at its highest; null where the system does not tell. */
function memoryOfServer(): { now: number; highest: number } | null {
  if (!existsSync("/proc/self/environ")) return null;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      const isServer =
        environment.includes(`PORT=${new URL(BASE).port}`) &&
        environment.some((set) => /^THREADLINE_STATEMENT/.test(set));
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const bytesOf = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
      if (isServer && /next-server/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))) {
        return { now: bytesOf("VmRSS"), highest: bytesOf("VmHWM") };
      }
    } catch {
      // A process that ended meanwhile, or another user's.
    }
  }
  return null;
}

test.describe("uploads by the protocol itself", () => {
  let caseId = "";
  test.beforeEach(async ({ page, incident: _ }) => {
    await page.goto("/");
    const href = await page.getByRole("link", { name: CASE_TITLE }).getAttribute("href");
    caseId = href?.split("/").at(-1) ?? "";
  });

  test("a file of 2 GB passes whole, in little memory, and goes on where it stopped", async () => {
    test.setTimeout(240_000);
    const before = memoryOfServer();
    const created = await begin(caseId, "large/flow.log", SIZE);
    expect(created.status).toBe(201);
    const path = created.headers.get("location") ?? "";
    const file = join(FOLDER, path.split("/").at(-1) ?? "");
    const half = 1_000_000_000 - (1_000_000_000 % (1 << 20));

    expect(await send(path, 0, bytes(0, half), half)).toBe(204);
    const head = await fetch(`${BASE}${path}`, { method: "HEAD", headers: protocol() });
    expect(head.headers.get("upload-offset")).toBe(String(half));
    expect(await send(path, half + 5, bytes(0, 10), 10), "another place than where it stopped").toBe(409);
    expect(await send(path, half, bytes(half, SIZE), SIZE - half)).toBe(204);

    expect(statSync(file).size).toBe(SIZE);
    const hash = createHash("sha256");
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
    expect(hash.digest("hex")).toBe(hashOfAll());
    const after = memoryOfServer();
    if (before && after) expect(after.highest - before.now).toBeLessThan(MOST_MEMORY_BYTES);

    expect((await fetch(`${BASE}${path}`, { method: "DELETE", headers: protocol() })).status).toBe(204);
    expect(existsSync(file)).toBe(false);
  });

  test("an upload is nobody else's business", async () => {
    const created = await begin(caseId, "a.log", 3);
    const path = created.headers.get("location") ?? "";
    const head = (headers: Record<string, string>) => fetch(`${BASE}${path}`, { method: "HEAD", headers });
    const { cookie: _, ...nobody } = protocol();
    expect((await head(nobody)).status, "without a session").toBe(401);
    expect((await begin(caseId, "a.log", 3, { ...protocol(), origin: "https://evil.example" })).status).toBe(421);
    expect((await begin("00000000-0000-4000-8000-000000000000", "a.log", 3)).status, "no such case").toBe(404);
    expect((await begin(caseId, "", 3)).status, "no name").toBe(400);
    const tooLarge = await begin(caseId, "a.log", 1e15);
    expect([400, 413]).toContain(tooLarge.status);
    for (const id of ["../secret", "0".repeat(32), "x"]) {
      const other = await fetch(`${BASE}/api/uploads/${encodeURIComponent(id)}`, {
        method: "HEAD",
        headers: protocol(),
      });
      expect(other.status, id).toBe(404);
    }
    expect((await fetch(`${BASE}${path}`, { headers: protocol() })).status, "bytes are not given back").toBe(405);
    expect((await fetch(`${BASE}${path}`, { method: "DELETE", headers: protocol() })).status).toBe(204);
  });
});
