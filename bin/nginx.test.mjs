import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { request } from "node:https";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const isThere = (command, ...words) => spawnSync(command, words).status === 0;
const NAME = "threadline.example.net";
const [, SITE = ""] = /```nginx\n([\s\S]*?)```/.exec(readFileSync("docs/deploy.md", "utf8")) ?? [];

describe.skipIf(!isThere("nginx", "-v") || !isThere("openssl", "version"))(
  "the configuration for nginx in docs/deploy.md (skipped where nginx or openssl is not installed)",
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), "threadline-nginx-"));
    const file = path.join(folder, "nginx.conf");
    /** What the server behind was asked, and its open feed. */
    const asked = [];
    let feed = null;
    const behind = createServer((question, answer) => {
      asked.push(question.headers);
      if (question.url !== "/feed") return answer.end("a page");
      answer.writeHead(200, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
      answer.write("data: one\n\n");
      feed = answer;
    });
    let nginx;
    let tls;

    beforeAll(async () => {
      execFileSync(
        "openssl",
        `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=${NAME} -keyout key.pem -out cert.pem`.split(
          " ",
        ),
        { cwd: folder, stdio: "ignore" },
      );
      await new Promise((done) => behind.listen(0, "127.0.0.1", done));
      const plain = await freePort();
      tls = await freePort();
      const site = SITE.replace("127.0.0.1:3000", `127.0.0.1:${behind.address().port}`)
        .replace("listen 443 ssl", `listen 127.0.0.1:${tls} ssl`)
        .replace("listen 80;", `listen 127.0.0.1:${plain};`)
        .replace("/etc/ssl/threadline.pem", path.join(folder, "cert.pem"))
        .replace("/etc/ssl/private/threadline.key", path.join(folder, "key.pem"));
      const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${folder}/${of};`);
      writeFileSync(
        file,
        `daemon off; master_process off; pid ${folder}/pid; error_log stderr;
events {} http { access_log off; ${kept.join(" ")}\n${site}}`,
      );
    });
    afterAll(async () => {
      feed?.destroy();
      if (nginx && nginx.exitCode === null) {
        const ended = new Promise((done) => nginx.once("exit", done));
        nginx.kill("SIGTERM");
        await ended;
      }
      behind.closeAllConnections();
      await new Promise((done) => behind.close(done));
      rmSync(folder, { recursive: true, force: true });
    });

    it("is one that nginx takes", () => {
      const { status, stderr } = spawnSync("nginx", ["-t", "-c", file, "-p", folder], { encoding: "utf8" });
      expect(stderr).toContain("syntax is ok");
      expect(status).toBe(0);
    });

    it("says by which protocol and from where, whatever a browser sends, and holds nothing of a feed back", async () => {
      nginx = spawn("nginx", ["-c", file, "-p", folder], { stdio: "ignore" });
      const sent = { "x-forwarded-proto": "http", "x-forwarded-for": "203.0.113.9" };
      const page = await eventually(() => ask("/", sent));
      page.resume();
      expect(page.statusCode).toBe(200);
      expect(asked.at(-1)).toMatchObject({
        ...{ host: NAME, "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" },
      });
      const events = await ask("/feed");
      const heard = events.setEncoding("utf8")[Symbol.asyncIterator]();
      // The first arrives while the answer is still open, and the second is written only then.
      expect((await heard.next()).value).toBe("data: one\n\n");
      feed.write("data: two\n\n");
      expect((await heard.next()).value).toBe("data: two\n\n");
      events.destroy();
    });

    function ask(url, headers = {}) {
      return new Promise((done, failed) =>
        request({
          ...{ host: "127.0.0.1", port: tls, path: url, servername: NAME, headers: { host: NAME, ...headers } },
          ca: readFileSync(path.join(folder, "cert.pem")),
          checkServerIdentity: () => undefined,
        })
          .on("response", done)
          .on("error", failed)
          .end(),
      );
    }

    /** Until nginx listens; nothing else refuses a connection here. */
    async function eventually(work) {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (error.code !== "ECONNREFUSED" || nginx.exitCode !== null) throw error;
          await new Promise((done) => setImmediate(done));
        }
      }
    }
  },
);

async function freePort() {
  const socket = createSocket();
  await new Promise((done) => socket.listen(0, "127.0.0.1", done));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}
