import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawableLogo } from "@/lib/exports/pdf/drawable-logo";
import { LONGEST_SIDE } from "@/lib/report/picture-fault";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer, length = data.length): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length);
  head.write(type, 4, "latin1");
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), data])));
  return Buffer.concat([head, data, check]);
}

function header(width: number, height: number, { depth = 8, colour = 6, interlaced = 0 } = {}): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlaced], 8);
  return chunk("IHDR", data);
}

const END = chunk("IEND", Buffer.alloc(0));
const pixels = (bytes: number) => chunk("IDAT", deflateSync(Buffer.alloc(bytes)));
const address = (...parts: Buffer[]) =>
  `data:image/png;base64,${Buffer.concat([SIGNATURE, ...parts]).toString("base64")}`;
const WHOLE = [header(4, 3), pixels((1 + 4 * 4) * 3), END];

describe("drawableLogo", () => {
  it("gives the bytes of a picture that can be drawn", () => {
    const [, base64 = ""] = address(...WHOLE).split(",");
    expect(drawableLogo(address(...WHOLE)).toString("base64")).toBe(base64);
    const indexed = [header(9, 2, { depth: 1, colour: 3 }), chunk("PLTE", Buffer.alloc(6)), pixels((1 + 2) * 2), END];
    expect(() => drawableLogo(address(...indexed))).not.toThrow();
  });

  it.each([
    [
      "a chunk that ends before it begins",
      [header(4, 3), chunk("xxXx", Buffer.alloc(0), 0xfffffff4), ...WHOLE.slice(1)],
    ],
    ["a chunk that ends behind the file", [header(4, 3), chunk("IDAT", Buffer.alloc(4), 4000)]],
    ["sides that no page has", [header(30_000, 30_000), pixels(10), END]],
    ["a side too long by one", [header(LONGEST_SIDE + 1, 1), pixels(1 + (LONGEST_SIDE + 1) * 4), END]],
    ["rows that come in passes", [header(4, 3, { interlaced: 1 }), ...WHOLE.slice(1)]],
    ["a palette that is not there", [header(4, 3, { colour: 3 }), pixels(15), END]],
    ["pixels that are fewer than its size says", [header(4, 3), pixels(20), END]],
    ["pixels that go on and on", [header(4, 3), pixels(5_000_000), END]],
    ["pixels that cannot be inflated", [header(4, 3), chunk("IDAT", Buffer.from("no such stream")), END]],
    ["no end", WHOLE.slice(0, 2)],
    ["something behind its end", [...WHOLE, Buffer.from("more")]],
    ["two headers", [header(4, 3), ...WHOLE]],
  ])("refuses one with %s", (_, parts) => {
    expect(() => drawableLogo(address(...parts))).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  it("ends and throws nothing else, whatever bytes stand where", () => {
    const whole = Buffer.concat([SIGNATURE, ...WHOLE]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, cut) => {
        const spoilt = Buffer.from(whole.subarray(0, Math.max(cut, SIGNATURE.length)));
        if (at < spoilt.length) spoilt[at] = byte;
        try {
          drawableLogo(`data:image/png;base64,${spoilt.toString("base64")}`);
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid" });
        }
      }),
    );
  });
});
