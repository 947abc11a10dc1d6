import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listFiles } from "@/lib/sources/list-files";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "threadline-list-"));
  await mkdir(path.join(folder, "logs/deep"), { recursive: true });
  await writeFile(path.join(folder, "logs/b.log"), "12");
  await writeFile(path.join(folder, "logs/deep/a.log"), "1");
  await writeFile(path.join(folder, "secret"), "outside");
  await symlink(path.join(folder, "secret"), path.join(folder, "logs/out"));
  await symlink(path.join(folder, "logs"), path.join(folder, "logs/deep/loop"));
});
afterAll(() => rm(folder, { recursive: true }));

const named = async (...paths: string[]) =>
  (await listFiles(paths.map((name) => path.join(folder, name)))).files.map(({ name, size }) => [name, size]);

describe("listFiles", () => {
  it("walks folders and names files by their path below", async () => {
    expect(await named("logs")).toEqual([
      ["b.log", 2],
      ["deep/a.log", 1],
    ]);
  });

  it("follows no link below a path, and says so", async () => {
    const { skipped } = await listFiles([path.join(folder, "logs")]);
    expect(skipped).toEqual([
      { name: "deep/loop", reason: "a symbolic link" },
      { name: "out", reason: "a symbolic link" },
    ]);
  });

  it("lists a file once, however often and in whatever order it is reached", async () => {
    const once = await named("logs", "logs/deep/a.log", "logs/deep");
    expect(await named("logs/deep", "logs/deep/a.log", "logs")).toEqual(once);
    expect(once.length).toBe(2);
  });

  it("takes a link that is given itself, and refuses a path that is not there", async () => {
    expect(await named("logs/out")).toEqual([["out", 7]]);
    await expect(listFiles([path.join(folder, "nothing")])).rejects.toThrow(/ENOENT/);
  });
});
