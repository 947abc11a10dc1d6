import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSubjectKey } from "@/lib/core/read-subject-key";
import { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";

const sha = "0f".repeat(32);
const hex = fc
  .array(fc.constantFrom(..."0123456789abcdef"), { minLength: 64, maxLength: 64 })
  .map((all) => all.join(""));
const instanceId = fc.constantFrom("i-0123456789abcdef0", "i-01234567", "i-0fedcba9876543210");
const text = (maxLength: number) =>
  fc
    .string({ unit: "binary", minLength: 1, maxLength })
    .filter((value) => !value.includes("\0") && value.length <= maxLength);
const from = fc.option(
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(253_402_300_799_999) }).map((at) => at.toISOString()),
  {
    nil: null,
  },
);
const anySubject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({
    kind: fc.constant("event" as const),
    fileSha256: hex,
    record: fc.integer({ min: 1, max: 2_147_483_647 }),
  }),
  fc.record({ kind: fc.constant("group" as const), instanceId, key: hex }),
  fc.record({ kind: fc.constant("instance" as const), instanceId }),
  fc.record({ kind: fc.constant("detection" as const), key: text(600) }),
  fc.record({
    kind: fc.constant("span" as const),
    held: fc.constantFrom("interface", "private-address", "public-address", "credential"),
    value: text(200),
    vpcId: fc.option(text(100), { nil: null }),
    holder: text(400),
    from,
  }),
);

describe("subjectKey", () => {
  it.each([
    [{ kind: "event", fileSha256: sha, record: 7 }, `event:${sha}:7`],
    [{ kind: "group", instanceId: "i-01234567", key: sha }, `group:i-01234567:${sha}`],
    [{ kind: "instance", instanceId: "i-01234567" }, "instance:i-01234567"],
    [{ kind: "detection", key: "beacon i-01234567 198.51.100.7:443" }, "detection:beacon i-01234567 198.51.100.7:443"],
    [
      {
        ...{ kind: "span", held: "private-address", value: "10.0.0.5", vpcId: "vpc-1", holder: "i-01234567" },
        from: "2026-03-01T00:00:00Z",
      },
      "span:private-address:1772323200000:8:5:10.0.0.5vpc-1i-01234567",
    ],
  ] as const)("of %j is %s", (subject, key) => {
    expect(subjectKey(Subject.parse(subject))).toBe(key);
  });

  it("leads back to its subject, fits into an index, and is the same however a subject is written down", () => {
    fc.assert(
      fc.property(anySubject, (subject) => {
        const key = subjectKey(Subject.parse(subject));
        expect(readSubjectKey(key)).toEqual(subject);
        expect(Buffer.byteLength(key)).toBeLessThanOrEqual(2200);
        const turned = Object.fromEntries(Object.entries(subject).reverse());
        expect(subjectKey(Subject.parse(JSON.parse(JSON.stringify(turned))))).toBe(key);
      }),
    );
  });

  it.each([
    "",
    "event",
    `event:${sha}:0`,
    `event:${sha}:07`,
    `event:${sha}:1e3`,
    `event:${sha}:7:7`,
    `event:${sha.toUpperCase()}:7`,
    "instance:i-1",
    "detection:",
    "span:interface::5:0:eni-1i-01234567x\0",
    "span:interface::05::eni-1i-01234567",
    "span:interface::999::eni-1i-01234567",
    "span:interface:9999999999999999:5::eni-1i-01234567",
    "span:interface:1:",
    "__proto__:x",
  ])("%s is the key of nothing", (key) => {
    expect(readSubjectKey(key)).toBeNull();
  });

  it("reads any text without throwing, and never one it would write otherwise", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          anySubject.map(subjectKey).chain((key) => fc.constantFrom(`${key} `, key.slice(1))),
        ),
        (key) => {
          const subject = readSubjectKey(key);
          if (subject) expect(subjectKey(subject)).toBe(key);
        },
      ),
    );
  });
});
