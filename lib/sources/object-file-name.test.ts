import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectFileName } from "@/lib/sources/object-file-name";

const HOSTILE = [
  "../../etc/passwd",
  "..",
  ".",
  "a/..",
  "/",
  "//",
  "a\u0000b",
  "CON",
  "a\\b",
  "\u202egnp.exe",
  "x".repeat(1024),
];

describe("the file of an object", () => {
  it.each(HOSTILE)("%j stays in its folder, with a name that every file system takes", (name) => {
    const file = objectFileName({ identity: `s3://b/${name}#1`, name });
    expect(path.basename(file)).toBe(file);
    expect(file).toMatch(/^[0-9a-f]{32}(-[A-Za-z0-9._=-]{1,120})?$/);
  });

  it("is another one for another object, also where capitals and small letters are one", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("a/B", "A/b", "a/b", "a//b", "a/b "))), (keys) => {
        const distinct = [...new Set(keys)];
        const files = distinct.map((key) => objectFileName({ identity: key, name: key }).toLowerCase());
        expect(new Set(files).size).toBe(distinct.length);
      }),
    );
  });

  it("keeps the end of the object's name", () => {
    const name = "AWSLogs/1/vpcflowlogs/111122223333_vpcflowlogs_eu-west-1_fl-0a_20260216T0005Z_1a.log.gz";
    expect(objectFileName({ identity: "x", name })).toMatch(
      /-111122223333_vpcflowlogs_eu-west-1_fl-0a_20260216T0005Z_1a\.log\.gz$/,
    );
  });
});
