import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { webOptions } from "../bin/web-processes.mjs";

const SERVING_WITHIN_MS = 60_000;

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** The built pages, served as `npm start` serves them, by so many processes or as many as there would be. */
export async function serve(processes?: number) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const web = join(process.cwd(), "bin/web.mjs");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const child = spawn(process.execPath, [...webOptions(process.cwd()), web, "127.0.0.1", String(port)], {
    env: {
      ...{ ...env, HOST: "127.0.0.1", PORT: String(port), THREADLINE_STATEMENT_TIMEOUT_MS: "30000" },
      ...(processes === undefined ? {} : { THREADLINE_WEB_PROCESSES: String(processes) }),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  for (const until = Date.now() + SERVING_WITHIN_MS; Date.now() < until && child.exitCode === null; await sleep(100)) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return { url, stop };
  }
  await stop();
  throw new Error("the web server did not start");
}
