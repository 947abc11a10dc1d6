import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const PRELOAD = fileURLToPath(new URL("own-addresses.mjs", import.meta.url));
const SERVER = `
  const { createServer } = require("node:http");
  const server = createServer((request, response) => response.end(request.headers["x-forwarded-for"] ?? "none"));
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

async function seen(env) {
  const child = spawn(process.execPath, ["--import", PRELOAD, "-e", SERVER], { env: { ...process.env, ...env } });
  try {
    const [port] = await once(child.stdout, "data");
    const answer = await fetch(`http://127.0.0.1:${String(port).trim()}/`, {
      headers: { "x-forwarded-for": "192.0.2.66" },
    });
    return await answer.text();
  } finally {
    child.kill();
  }
}

it("believes a forwarded address only of a proxy that is trusted", async () => {
  expect(await seen({ THREADLINE_TRUST_PROXY: "" })).toBe("none");
  expect(await seen({ THREADLINE_TRUST_PROXY: "1" })).toBe("192.0.2.66");
});
