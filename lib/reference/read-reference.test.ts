import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/app-error";
import { Places } from "@/lib/reference/places";
import { awsLabel, readAwsRanges } from "@/lib/reference/read-aws-ranges";
import { readCsvList } from "@/lib/reference/read-csv-list";
import { readReference } from "@/lib/reference/read-reference";
import { stixValues } from "@/lib/reference/read-stix";
import { writePlaces } from "@/lib/reference/test-places";

const NOW = Date.UTC(2026, 1, 17);
const readBytes = (bytes: Buffer) =>
  readReference({ size: bytes.length, read: async (from, length) => bytes.subarray(from, from + length) }, NOW);
const read = (content: unknown) =>
  readBytes(Buffer.from(typeof content === "string" ? content : JSON.stringify(content)));

const RANGES = {
  syncToken: "1770000000",
  createDate: "2026-02-02-02-40-00",
  prefixes: [
    { ip_prefix: "192.0.2.0/24", region: "eu-west-1", service: "AMAZON" },
    { ip_prefix: "192.0.2.0/25", region: "eu-west-1", service: "S3" },
    { ip_prefix: "192.0.2.0/25", region: "eu-west-1", service: "AMAZON" },
    { ip_prefix: "not a network", region: "eu-west-1", service: "EC2" },
  ],
  ipv6_prefixes: [{ ipv6_prefix: "2001:db8::/32", region: "us-east-1", service: "EC2" }],
};

describe("AWS's ranges", () => {
  it("are told by their content, with their date", async () => {
    expect(await read(RANGES)).toEqual({
      ...{ kind: "aws-ranges", entries: 4, datedMs: 1_770_000_000_000 },
      skipped: [{ reason: "not a network", count: 1 }],
    });
  });

  it.each([
    ["192.0.2.7", { services: ["S3"], region: "eu-west-1" }],
    ["192.0.2.200", { services: ["AMAZON"], region: "eu-west-1" }],
    ["2001:db8::9", { services: ["EC2"], region: "us-east-1" }],
    ["198.51.100.1", null],
  ])("name the service of %s", (ip, label) => {
    const ranges = readAwsRanges(RANGES);
    expect(ranges && awsLabel(ranges.table, ip)).toEqual(label);
  });
});

describe("a database of places", () => {
  it.each([
    [{ country: { iso_code: "DE" } }, { country: "DE", owner: null }],
    [
      { autonomous_system_number: 64_500, autonomous_system_organization: "Example" },
      { country: null, owner: { number: 64_500, name: "Example" } },
    ],
    [
      { country: "FR", asn: "AS64501", as_name: "Other" },
      { country: "FR", owner: { number: 64_501, name: "Other" } },
    ],
  ])("%j", async (record, place) => {
    const bytes = writePlaces("Test", [["198.51.100.0/24", record]]);
    expect(await readBytes(bytes)).toMatchObject({ kind: "places", name: "Test", datedMs: 1_780_000_000_000 });
    const places = new Places(bytes);
    expect(places.find("198.51.100.77")).toEqual(place);
    expect(places.find("192.0.2.1")).toBeNull();
    expect(places.find("2001:db8::1")).toBeNull();
  });

  it("gives up a record that unfolds for ever, and one that refers to itself", () => {
    // Each array holds the one before twice: 2^20 values in a hundred bytes.
    const bomb: Buffer[] = [Buffer.from([0x41, 0x61])];
    const starts = [0];
    for (let level = 0, offset = 2; level < 20; level++) {
      const to = starts.at(-1) ?? 0;
      const pointer = Buffer.from([0x20 | (to >> 8), to & 255]);
      bomb.push(Buffer.concat([Buffer.from([2, 4]), pointer, pointer]));
      starts.push(offset);
      offset += 6;
    }
    const last = starts.at(-1) ?? 0;
    const entry = Buffer.from([0x20 | (last >> 8), last & 255]);
    const bytes = writePlaces("Bomb", [
      ["192.0.2.0/24", Buffer.concat(bomb)],
      ["198.51.100.0/24", entry],
    ]);
    expect(new Places(bytes).find("198.51.100.1")).toBeNull();
    const loop = writePlaces("Loop", [["198.51.100.0/24", Buffer.from([0x20, 0])]]);
    expect(new Places(loop).find("198.51.100.1")).toBeNull();
  });

  it.each([
    // Sixteen million elements that the file does not have, in an array or a map, and in arrays one in the other.
    ["an array", [0x1f, 4, 0xff, 0xff, 0xff]],
    ["a map", [0xff, 0xff, 0xff, 0xff]],
    ["arrays in arrays", Array.from({ length: 1_000 }, () => [0x1f, 4, 0xff, 0xff, 0xff]).flat()],
    ["a long array of nothing", [0x1f, 4, 0, 0xff, 0xff, ...new Array<number>(140_000).fill(0xa0)]],
    ["a text beyond the end", [0x5f, 0xff, 0xff, 0xff, 0x61]],
  ])("gives up %s that claims more than a record holds, at once and in little memory", (_, record) => {
    const bytes = writePlaces("Bomb", [["198.51.100.0/24", Buffer.from(record)]]);
    const places = new Places(bytes);
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    for (let look = 0; look < 100; look++) expect(places.find("198.51.100.1")).toBeNull();
    const after = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    expect(after - before).toBeLessThan(100_000_000);
  });

  it.each([
    ["a tree that is cut off", (bytes: Buffer) => bytes.subarray(30)],
    ["no metadata", (bytes: Buffer) => bytes.subarray(0, bytes.indexOf("MaxMind.com") + 11)],
  ])("is refused in words with %s", async (_, spoil) => {
    const bytes = writePlaces("Test", [["198.51.100.0/24", { country: { iso_code: "DE" } }]]);
    await expect(readBytes(spoil(bytes))).rejects.toMatchObject({ code: "invalid" });
  });

  it("never throws over a damaged record or tree", () => {
    const whole = writePlaces("Test", [["198.51.100.0/24", { country: { iso_code: "DE" } }]]);
    fc.assert(
      fc.property(fc.nat(whole.indexOf("MaxMind.com") - 4), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        new Places(bytes).find("198.51.100.1");
      }),
    );
  });
});

describe("a list", () => {
  it("is read from CSV with any column first, comments, a header, and what was made unclickable", async () => {
    const list = await read(
      [
        "\ufeff# made by hand",
        "first_seen,indicator,comment",
        '2026-02-01,198.51.100.77,"seen, often"',
        "2026-02-01;203.0.113.0/24;range",
        "2026-02-01\thxxps://bad[.]example/path\tname",
        "2001:DB8::7",
        "198.51.100.77,again",
        "0.0.0.0/0,everything",
        "co.uk,suffix",
        "no value here",
      ].join("\n"),
    );
    expect(list).toEqual({
      ...{ kind: "indicators", entries: 4, datedMs: null },
      values: [
        { kind: "network", value: "198.51.100.77", note: "2026-02-01 · seen, often" },
        { kind: "network", value: "203.0.113.0/24", note: "2026-02-01 · range" },
        { kind: "name", value: "bad.example", note: "2026-02-01 · name" },
        { kind: "network", value: "2001:db8::7", note: "" },
      ],
      skipped: [{ reason: "line without an address, network or name", count: 3 }],
    });
  });

  it("is read from a STIX bundle: plain patterns that hold today", async () => {
    const indicator = (pattern: string, more: object = {}) => ({
      ...{ type: "indicator", name: "C2", modified: "2026-02-01T00:00:00Z", pattern, ...more },
    });
    const list = await read({
      type: "bundle",
      objects: [
        indicator("[ipv4-addr:value = '198.51.100.77' OR domain-name:value='Bad.Example']"),
        indicator("[ipv4-addr:value ISSUBSET '203.0.113.0/24']"),
        indicator("[ipv4-addr:value = '192.0.2.1' AND network-traffic:dst_port = 443]"),
        indicator("[ipv4-addr:value = '192.0.2.2']", { revoked: true }),
        indicator("[ipv4-addr:value = '192.0.2.3']", { valid_until: "2026-02-10T00:00:00Z" }),
        { type: "malware", name: "x" },
      ],
    });
    expect(list).toMatchObject({ kind: "indicators", entries: 3, datedMs: Date.UTC(2026, 1, 1) });
    expect(list.kind === "indicators" && list.values.map(({ value }) => value)).toEqual([
      ...["198.51.100.77", "bad.example", "203.0.113.0/24"],
    ]);
    expect(list.skipped.map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  it("is read from a MISP event: attributes meant for detection, those of its objects too", async () => {
    const attribute = (type: string, value: string, to_ids = true) => ({ type, value, to_ids, comment: "" });
    const Event = {
      ...{ info: "Campaign", timestamp: "1770000000" },
      Attribute: [attribute("ip-dst|port", "198.51.100.77|443"), attribute("domain", "seen.example", false)],
      Object: [{ Attribute: [attribute("domain|ip", "bad.example|203.0.113.9"), attribute("md5", "00")] }],
    };
    for (const json of [{ Event }, { response: [{ Event }] }, [{ Event }]]) {
      const list = await read(json);
      expect(list.kind === "indicators" && list.values.map(({ value, note }) => [value, note])).toEqual([
        ["198.51.100.77", "Campaign"],
        ["bad.example", "Campaign"],
        ["203.0.113.9", "Campaign"],
      ]);
      expect(list.datedMs).toBe(1_770_000_000_000);
    }
  });

  it.each([
    "[ipv4-addr:value != '192.0.2.1']",
    "[a:b = 'x']",
    "ipv4-addr:value = '192.0.2.1'",
    "[x] FOLLOWEDBY [y]",
    "",
    `[ipv4-addr:value = '192.0.2.1' ${" ".repeat(1_000_000)}x]`,
  ])("leaves a pattern that says more alone: %.80s", (pattern) => expect(stixValues(pattern)).toBeNull());
});

describe("what is no reference data", () => {
  it.each(["", "just words", "{", '{"a":1}', "[]", "null", "\0\0", '{"type":"bundle"}'])(
    "is refused: %j",
    async (text) => {
      await expect(read(text)).rejects.toThrow(AppError);
    },
  );

  it("is refused in words or read, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        try {
          await read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });

  it("keeps a hostile cell a cell", async () => {
    const { values } = await readCsvList(`198.51.100.1,<script>alert(1)</script>\n"198.51.100.2,${"x".repeat(50_000)}`);
    expect(values.map(({ value }) => value)).toEqual(["198.51.100.1"]);
    expect(values[0]?.note).toBe("<script>alert(1)</script>");
  });
});
