import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS, openArchive } from "@/lib/sources/archive/open-archive";
import { tellForm } from "@/lib/sources/archive/tell-form";
import { makeTar, makeZip } from "@/lib/sources/archive/test-archive";
import { SourceDamage, SourceLimit } from "@/lib/sources/source-damage";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "threadline-archive-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Found {
  name: string;
  text: string;
  reason?: string;
}

async function put(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, "file");
  await writeFile(file, bytes);
  return file;
}

/** What an archive gives, entry by entry, and how it ended. */
async function unpack(bytes: Uint8Array, limits = ARCHIVE_LIMITS) {
  const file = await put(bytes);
  const form = await tellForm(file);
  if (form === "log" || form === "parquet") return { form, found: [], end: null };
  const found: Found[] = [];
  let end: Error | null = null;
  try {
    for await (const entry of openArchive({ path: file, name: "logs.gz", form }, { limits })) {
      const one: Found = { name: entry.name, text: "" };
      found.push(one);
      if (entry.kind !== "file") one.reason = entry.reason ?? entry.kind;
      try {
        for await (const chunk of entry.chunks()) one.text += Buffer.from(chunk).toString("latin1");
      } catch (error) {
        if (!(error instanceof SourceDamage) || error instanceof SourceLimit) throw error;
        one.reason = error.message;
      }
    }
  } catch (error) {
    if (!(error instanceof SourceDamage)) throw error;
    end = error;
  }
  return { form, found, end };
}

const MEMBERS = [
  { name: "a.log", content: "one\n" },
  { name: "b/c.log", content: "two\n".repeat(5000) },
];
const TEXTS = MEMBERS.map(({ name, content }) => ({ name, text: content }));

describe("an archive", () => {
  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ["zip", () => makeZip(MEMBERS), "zip"],
    ["zip without compression", () => makeZip(MEMBERS.map((member) => ({ ...member, method: 0 }))), "zip"],
    ["tar", () => makeTar(MEMBERS), "tar"],
    ["tar.gz", async () => gzipSync(await makeTar(MEMBERS)), "tar"],
  ])("in the form of %s gives its files in order", async (_name, make, form) => {
    expect(await unpack(await make())).toEqual({ form, found: TEXTS, end: null });
  });

  it("may be a zip inside gzip, or gzip twice: one file", async () => {
    const zip = makeZip(MEMBERS);
    expect(await unpack(gzipSync(zip))).toMatchObject({
      form: "packed",
      found: [{ name: "logs", text: zip.toString("latin1") }],
    });
    expect(await unpack(gzipSync(gzipSync("log\n")))).toMatchObject({ form: "packed", end: null });
  });

  it("is told from a log by content", async () => {
    for (const log of ["2 1 eni", "", "PK", `${"x".repeat(600)}\n`])
      expect((await unpack(Buffer.from(log))).form).toBe("log");
    expect((await unpack(gzipSync("PAR1 inside a line\n".repeat(3)).subarray(0, 12))).form).toBe("log");
    expect((await unpack(Buffer.from("PAR1...."))).form).toBe("parquet");
  });

  it("gives names as they are, and refuses what is no file", async () => {
    const names = ["../../etc/passwd", "/etc/shadow", "a\u202egol.exe", "x\\y", "a/../b"];
    const zip = makeZip([
      ...names.map((name) => ({ name, content: "x" })),
      { name: "locked", content: "x", flags: 1 },
      { name: "lzma", content: "x", method: 14 },
      { name: "link", content: "/etc/passwd", mode: 0o120777 },
      { name: "folder/", content: "" },
    ]);
    const { found, end } = await unpack(zip);
    expect(found.slice(0, names.length)).toEqual(names.map((name) => ({ name, text: "x" })));
    expect(found.slice(names.length).map(({ reason }) => reason)).toEqual([
      "encrypted: unpack it with its password first",
      "compressed by zip method 14: not read",
      "a symbolic link: not followed",
      "folder",
    ]);
    expect(end).toBeNull();
    const tar = await makeTar([
      { name: "l", type: "symlink", linkname: "/etc/passwd" },
      { name: "d", type: "directory" },
      { name: "../up", content: "x" },
    ]);
    expect((await unpack(tar)).found).toEqual([
      { name: "l", text: "", reason: "a link to another file: not followed" },
      { name: "d", text: "", reason: "folder" },
      { name: "../up", text: "x" },
    ]);
  });

  it("keeps what comes before the damage, and says what it is", async () => {
    const noise = Array.from({ length: 20_000 }, (_, n) => `${Math.sin(n)}\n`).join("");
    const members = [...MEMBERS, { name: "long", content: noise }];
    const tar = await makeTar(members);
    const cut = await unpack(tar.subarray(0, 100_000));
    expect(cut.found.slice(0, 2)).toEqual(TEXTS);
    expect(cut.found[2]?.reason).toBe("tar is truncated");
    expect(noise.startsWith(cut.found[2]?.text ?? "?")).toBe(true);
    const packed = gzipSync(tar);
    const cutPacked = await unpack(packed.subarray(0, packed.length >> 1));
    expect(cutPacked.found.slice(0, 2)).toEqual(TEXTS);
    expect(cutPacked.end?.message).toBe("gzip is truncated");
    const wrong = await unpack(makeZip([{ name: "a", content: "one\n", crc: 7 }, ...MEMBERS]));
    expect(wrong).toMatchObject({
      found: [{ name: "a", text: "one\n", reason: "zip is damaged: the content does not have its checksum" }, ...TEXTS],
      end: null,
    });
  });

  it.each([
    ["that a download broke off", (zip: Buffer) => zip.subarray(0, zip.length - 2000)],
    [
      "whose directory is damaged",
      (zip: Buffer) => Buffer.concat([zip.subarray(0, zip.length - 22), Buffer.alloc(22)]),
    ],
  ])("as a zip %s gives what was sent", async (_name, damage) => {
    const noise = Array.from({ length: 3000 }, (_, n) => `${Math.sin(n)}\n`).join("");
    const stored = { name: "stored", content: "as it is\n", method: 0 };
    const { found, end } = await unpack(damage(makeZip([...MEMBERS, stored, { name: "long", content: noise }])));
    expect(found.slice(0, 3)).toEqual([...TEXTS, { name: "stored", text: "as it is\n" }]);
    expect(found[3]?.name).toBe("long");
    expect(noise.startsWith(found[3]?.text ?? "?")).toBe(true);
    expect(found[3]?.text.length).toBeGreaterThan(1000);
    expect(end?.message).toMatch(/^zip is damaged: End of central directory/);
  });

  it("is stopped at a ratio, a size and a count", async () => {
    const zeros = Buffer.alloc(3_000_000);
    const bomb = makeZip([...MEMBERS, { name: "bomb", content: zeros }]);
    const stops = async (bytes: Buffer, limits: Partial<typeof ARCHIVE_LIMITS>) => {
      const { end } = await unpack(bytes, { ...ARCHIVE_LIMITS, ...limits });
      expect(end).toBeInstanceOf(SourceLimit);
      return end?.message;
    };
    expect(await stops(bomb, { floorBytes: 1000 })).toBe("unpacks to more than 500 times its size: stopped");
    expect(await stops(bomb, { maxBytes: 1_000_000 })).toBe("unpacks to more than 1000000 bytes: stopped");
    expect(await stops(bomb, { maxEntries: 2 })).toBe("holds more than 2 files: stopped");
    expect(await stops(gzipSync(await makeTar([{ name: "b", content: zeros }])), { floorBytes: 1000 })).toMatch(/500/);
    const device = await makeTar([{ name: "b", content: zeros }]);
    // No file but a device, whose content nobody asks for.
    device.write("3", 156);
    device.fill(" ", 148, 156);
    device.write(
      `${device
        .subarray(0, 512)
        .reduce((sum, byte) => sum + byte)
        .toString(8)
        .padStart(6, "0")}\0 `,
      148,
    );
    expect(await stops(gzipSync(device), { floorBytes: 1000 })).toMatch(/500/);
    expect(await stops(gzipSync(gzipSync(zeros)), { floorBytes: 100, maxRatio: 10 })).toMatch(/10 times/);
  });

  it("never throws anything else, and never hangs, whatever bytes are changed or cut", async () => {
    const whole = [makeZip(MEMBERS), await makeTar(MEMBERS), gzipSync(await makeTar(MEMBERS))];
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), changes, fc.nat(), async (archive, changed, cut) => {
        const bytes = Buffer.from(archive);
        for (const [at, to] of changed) bytes[at % bytes.length] = to;
        await unpack(bytes.subarray(0, bytes.length - (cut % 3 === 0 ? cut % bytes.length : 0)));
      }),
      { numRuns: 300 },
    );
  });
});
