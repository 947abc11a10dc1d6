import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { LOAD_MEMORY, LOAD_OPTIONS } from "./load-processes.mjs";

/** Four threads that use blocks of many sizes and end; prints by how many megabytes the process has grown. */
const PROGRAM = `
const { Worker } = require("node:worker_threads");
const { readFileSync } = require("node:fs");
const held = () => Number(/VmRSS:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
const thread = \`
  const kept = [];
  for (let round = 0; round < 200; round++) kept[round % 60] = Buffer.allocUnsafeSlow((1 + round % 16) << 16).fill(1);
\`;
const run = () => new Promise((done) => new Worker(thread, { eval: true }).once("exit", done));
(async () => {
  await run();
  const before = held();
  await Promise.all([run(), run(), run(), run()]);
  console.log(held() - before);
})();
`;

function grownBy(environment) {
  const { stdout, stderr } = spawnSync(process.execPath, [...LOAD_OPTIONS, "-e", PROGRAM], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return Number(stdout);
}

describe.runIf(process.platform === "linux" && process.report.getReport().header.glibcVersionRuntime)(
  "a process that loads",
  () => {
    it("gives back what its threads held once they have ended", () => {
      expect(grownBy(LOAD_MEMORY)).toBeLessThan(20);
    });
  },
);
