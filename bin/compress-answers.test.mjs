import { request as ask, createServer } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import "./compress-answers.mjs";

const servers = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

/** What a server answers that does `handle`; `pieces` as they came. */
async function answer(handle, { headers = {}, method = "GET", onPiece = () => undefined } = {}) {
  const server = createServer(handle);
  servers.push(server);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return new Promise((done, fail) => {
    const options = { host: "127.0.0.1", port: server.address().port, method, headers, agent: false };
    ask(options, (response) => {
      const pieces = [];
      response.on("data", (piece) => {
        pieces.push(piece);
        onPiece();
      });
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, pieces }));
      response.on("error", fail);
    })
      .on("error", fail)
      .end();
  });
}

const LONG = "a line of the log, again and again\n".repeat(400);
const GZIP = { "accept-encoding": "gzip, deflate" };
const html = (body) => (_, response) => {
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(body);
};
const bodyOf = ({ pieces }) => Buffer.concat(pieces);

describe("an answer", () => {
  it.each([
    ["gzip, deflate", "gzip", gunzipSync],
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["br;q=0, gzip;q=0.5", "gzip", gunzipSync],
  ])("is compressed for a browser that takes %s", async (takes, encoding, unpack) => {
    const found = await answer(html(LONG), { headers: { "accept-encoding": takes } });
    expect(found.headers).toMatchObject({ "content-encoding": encoding, vary: "Accept-Encoding" });
    expect(unpack(bodyOf(found)).toString()).toBe(LONG);
  });

  it("has its headers from writeHead, and its length is that of what is sent", async () => {
    const found = await answer(
      (_, response) => {
        response.setHeader("Vary", "rsc");
        response.writeHead(404, { "Content-Type": "application/json", "Content-Length": LONG.length });
        response.end(LONG);
      },
      { headers: GZIP },
    );
    expect(found.status).toBe(404);
    expect(found.headers).toMatchObject({ "content-encoding": "gzip", vary: "rsc, Accept-Encoding" });
    expect(found.headers["content-length"]).toBeUndefined();
    expect(gunzipSync(bodyOf(found)).toString()).toBe(LONG);
  });

  it.each([
    ["a browser that takes none", {}, html(LONG)],
    ["a browser that refuses it", { "accept-encoding": "gzip;q=0" }, html(LONG)],
    ["what is short", GZIP, html(LONG.slice(0, 100))],
    [
      "a picture",
      GZIP,
      (_, response) => {
        response.setHeader("Content-Type", "image/png");
        response.end(LONG);
      },
    ],
    [
      "what is compressed",
      GZIP,
      (_, response) => {
        response.writeHead(200, { "Content-Type": "text/plain", "Content-Encoding": "identity" });
        response.end(LONG);
      },
    ],
    [
      "a part",
      GZIP,
      (_, response) => {
        response.writeHead(206, { "Content-Type": "text/plain", "Content-Length": LONG.length });
        response.end(LONG);
      },
    ],
  ])("goes as it is: %s", async (_, headers, handle) => {
    const found = await answer(handle, { headers });
    expect(found.headers["content-encoding"] ?? "identity").toBe("identity");
    expect(LONG.startsWith(bodyOf(found).toString())).toBe(true);
    expect(bodyOf(found).length).toBeGreaterThan(99);
  });

  it("has no body where there is none", async () => {
    const headers = { "Content-Type": "text/html" };
    const bare = await answer((_, response) => response.writeHead(304, headers).end(), { headers: GZIP });
    expect([bare.status, bare.pieces]).toEqual([304, []]);
    const head = await answer(html(LONG), { headers: GZIP, method: "HEAD" });
    expect([head.status, head.pieces]).toEqual([200, []]);
  });

  it("is passed on while its end is still to come", async () => {
    let finish;
    const { pieces } = await answer(
      (_, response) => {
        response.setHeader("Content-Type", "text/html");
        response.write("the beginning");
        finish = () => response.end("the end");
      },
      // Its end is written once its beginning has arrived.
      { headers: GZIP, onPiece: () => finish() },
    );
    expect(gunzipSync(Buffer.concat(pieces)).toString()).toBe("the beginningthe end");
  });

  it("waits for one who reads slowly, and is whole", async () => {
    const long = Buffer.from(LONG.repeat(500));
    const found = await answer(
      async (_, response) => {
        response.setHeader("Content-Type", "text/csv");
        for (let at = 0; at < long.length; at += 50_000)
          if (!response.write(long.subarray(at, at + 50_000)))
            await new Promise((done) => response.once("drain", done));
        response.end();
      },
      { headers: GZIP },
    );
    expect(gunzipSync(bodyOf(found)).equals(long)).toBe(true);
  });
});
