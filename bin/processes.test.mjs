import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandNames, isAlive, signature, signedBy } from "./processes.mjs";

describe("a process's signature", () => {
  it("names a process that runs", () => {
    expect(signedBy(signature())).toBe(process.pid);
  });

  it("names nobody when the process has ended", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    expect(isAlive(pid)).toBe(false);
    expect(signedBy(String(pid))).toBeNull();
  });

  it("names nobody when the number has been given to another process since", () => {
    expect(signedBy(`${process.pid} 00000000-0000-0000-0000-000000000000/1`)).toBeNull();
  });

  it.each(["", "x", "-1", "0", "1.5"])("names nobody when it is damaged: %j", (text) => {
    expect(signedBy(text)).toBeNull();
  });
});

it("a command line names only what stands in it", () => {
  expect(commandNames(process.pid, process.argv[0])).toBe(true);
  expect(commandNames(process.pid, "/no/such/folder")).toBe(false);
});
