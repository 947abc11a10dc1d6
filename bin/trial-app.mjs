// A Threadline of its own for tests and pictures: an empty data folder, a free port, and the token of the first run.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./prepare.mjs";

/** What signs requests to the AWS that a test plays itself: nobody's account is asked, whatever the machine has. */
const NOBODYS_KEY = {
  ...{ AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000001", AWS_SECRET_ACCESS_KEY: "of-no-account", AWS_SESSION_TOKEN: "" },
  ...{ AWS_PROFILE: "", AWS_EC2_METADATA_DISABLED: "true" },
};

const SERVING_WITHIN_MS = 120_000;

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/**
 * Starts Threadline as `npm start` does, and waits until it answers.
 *
 * @param {string} dataDir
 * @param {(port: number) => Record<string, string>} settings more of its environment
 * @returns {Promise<{ running: boolean, port: number, setupToken: string, stop: () => Promise<void> }>}
 */
export async function startTrialApp(dataDir, settings = () => ({})) {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, "bin/start.mjs")], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ THREADLINE_DATA_DIR: dataDir, PORT: String(port), HOST: "127.0.0.1", DATABASE_URL: "" },
      ...NOBODYS_KEY,
      ...settings(port),
    },
    stdio: ["ignore", "pipe", 1],
  });
  const ended = new Promise((done) => child.once("exit", done));
  let setupToken = "";
  createInterface({ input: child.stdout }).on("line", (line) => {
    console.log(line);
    setupToken = /\/welcome\?token=(\S+)/.exec(line)?.[1] ?? setupToken;
  });
  const until = Date.now() + SERVING_WITHIN_MS;
  let answers = false;
  while (!(answers && setupToken) && child.exitCode === null && Date.now() < until) {
    answers = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (!(answers && setupToken)) await sleep(100);
  }
  return {
    running: answers && setupToken !== "",
    ...{ port, setupToken },
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
