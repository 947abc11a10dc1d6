import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Codec, codecOf } from "@/lib/sources/compression/codec";
import { decompress } from "@/lib/sources/compression/decompress";
import { SourceDamage } from "@/lib/sources/source-damage";

const TEXT = Array.from({ length: 40 }, (_, n) => `line ${n} ${"ab".repeat(n % 9)}\n`).join("");
const fromBase64 = (text: string) => Buffer.from(text, "base64");

/** The same text as the usual commands compress it. */
const FILES: Record<Codec, Buffer> = {
  gzip: gzipSync(TEXT),
  bzip2: fromBase64(
    "QlpoOTFBWSZTWUeY4JwAAR1ZAAAQQAB/4DIlMADG0Eop/qhMj1ADPVVGAABJqqf6omAGnWxIEzATMBMgNVVdgQX1jGG3F7zta3ItC9C8C6F1Wc5VWIFWIFWIFVaW0tpbS285MiMigKApFIiQlRYWFhYSEhISFKUpFFFFVVQ7JCBgCGAIegQwBD4XckU4UJBHmOCc",
  ),
  zstd: fromBase64(
    "KLUv/QRYpQQA0sQNEKA1DzihWFUcV0hkMtsfrMerz+Pv9t+v01edRp/Nt10mryaevapoNfHsIoxFmJoRkAIMzQhICTMgYJO4DoTAccEyvMYfluAZ6/CDhtkta+r2a0kzt645rWkowpEcK4J+qgjP4RKZsyUqRxa99ywhknErMUjZwiYR2QTULxPRuSNRc0XicpPE+QKFuveDkB3GEpQqnus=",
  ),
};
const CODECS = Object.keys(FILES) as Codec[];

async function inflate(
  codec: Codec,
  bytes: Uint8Array,
  step = 1 << 14,
): Promise<{ text: string; damage: string | null }> {
  async function* blocks() {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  }
  const parts: Uint8Array[] = [];
  let damage: string | null = null;
  try {
    for await (const chunk of decompress(codec, blocks())) parts.push(Buffer.from(chunk));
  } catch (error) {
    if (!(error instanceof SourceDamage)) throw error;
    damage = error.message;
  }
  return { text: Buffer.concat(parts).toString("latin1"), damage };
}

describe.each(CODECS)("%s", (codec) => {
  const file = FILES[codec];

  it("is told by its first bytes and inflated, in whatever pieces it comes", async () => {
    expect(codecOf(file)).toBe(codec);
    for (const step of [1, 7, 1000]) expect(await inflate(codec, file, step)).toEqual({ text: TEXT, damage: null });
  });

  it("may have several members", async () => {
    expect(await inflate(codec, Buffer.concat([file, file, file]))).toEqual({ text: TEXT.repeat(3), damage: null });
  });

  it("says that it is truncated, and keeps whole members before that", async () => {
    for (const length of [file.length - 1, file.length >> 1, 12])
      expect(await inflate(codec, Buffer.concat([file, file.subarray(0, length)]))).toMatchObject({
        text: expect.stringMatching(new RegExp(`^${TEXT.slice(0, 100)}`)),
        damage: `${codec} is truncated`,
      });
  });

  it("throws nothing but damage, and ends, whatever bytes are changed", async () => {
    const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const bytes = Buffer.from(file);
        for (const [at, to] of changed) bytes[at] = to;
        await inflate(codec, bytes);
      }),
      { numRuns: 500 },
    );
  });
});

describe("hostile streams", () => {
  it("of bzip2 that are changed give no other text: its checksums are held to", async () => {
    const bytes = Buffer.from(FILES.bzip2);
    for (let at = 4; at < bytes.length; at += 1) {
      const was = bytes[at] ?? 0;
      bytes[at] = was ^ 1;
      const { text, damage } = await inflate("bzip2", bytes);
      if (damage === null) expect(text).toBe(TEXT);
      bytes[at] = was;
    }
  });

  it("of zstd may not ask for memory, or for a dictionary", async () => {
    const wide = Buffer.from("28b52ffd00f80100000000000000000000", "hex");
    expect((await inflate("zstd", wide)).damage).toMatch(/asks for 2199023255552 bytes of memory/);
    const named = Buffer.from("28b52ffd01580701000000000000000000", "hex");
    expect((await inflate("zstd", named)).damage).toMatch(/needs a dictionary/);
  });

  it.each<[Codec, string, string]>([
    ["bzip2", "empty streams", "425a683917724538509000000000"],
    ["zstd", "frames that ask for 128 MiB each", "28b52ffd0088010000"],
    ["zstd", "frames that end in a second block", "28b52ffd0088000000010000"],
  ])("of %s may be many %s: memory is not taken for each", { timeout: 10_000 }, async (codec, _what, piece) => {
    expect(await inflate(codec, Buffer.from(piece.repeat(10_000), "hex"))).toEqual({ text: "", damage: null });
  });

  it("of zstd may not claim more content than their blocks can have", async () => {
    expect((await inflate("zstd", Buffer.from("28b52ffda000000008010000", "hex"))).damage).toMatch(
      /shorter than it says/,
    );
  });

  it("of zstd may begin with a frame to skip", async () => {
    const skipped = Buffer.concat([Buffer.from("502a4d18050000006162636465", "hex"), FILES.zstd]);
    expect(codecOf(skipped)).toBe("zstd");
    expect(await inflate("zstd", skipped)).toEqual({ text: TEXT, damage: null });
  });
});
