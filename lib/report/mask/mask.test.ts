import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOfReverse, canonicalAddress, reverseName } from "@/lib/core/address";
import { findMaskedValues } from "@/lib/report/mask/find-masked-values";
import { maskCase, maskerOf } from "@/lib/report/mask/mask-case-data";
import { USUAL_SETTINGS } from "@/lib/report/report-settings";
import { testCaseData } from "@/lib/report/test-case-data";

/** The plain way: one pattern of all values, the longest first. */
function plainly(masks: ReadonlyMap<string, string>, text: string): string {
  const values = [...masks.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const folded = new Map([...masks].map(([value, mask]) => [value.toLowerCase(), mask]));
  const literal = (value: string) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const bounded = (value: string) => {
    if (/^\d{1,3}([.-]\d{1,3}){3}$/.test(value)) return `(?<![\\d.])${literal(value)}(?![\\d]|\\.\\d)`;
    if (value.length < 8 || value.includes(":")) return `(?<![\\p{L}\\p{N}:])${literal(value)}(?![\\p{L}\\p{N}:])`;
    return literal(value);
  };
  const pattern = new RegExp(values.map(bounded).join("|"), "giu");
  return text.replace(pattern, (value) => folded.get(value.toLowerCase()) ?? "masked");
}

describe("masking a text", () => {
  // Few characters, so that values stand in texts, in each other, and next to what they may not.
  const some = fc.string({
    unit: fc.constantFrom("a", "A", "b", "é", "É", "1", "0", ".", "-", ":", "😀", " "),
    maxLength: 24,
  });
  const address = fc.tuple(...Array(4).fill(fc.constantFrom("1", "10", "0"))).map((parts) => parts.join("."));
  const word = fc.oneof(
    some.filter((text) => text.length > 1),
    address,
  );

  it("gives what a pattern of all values would", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
        fc.array(fc.oneof(some, address, word)),
        (values, parts) => {
          const masks = new Map(values.map((value, at) => [value, `<${at}>`]));
          const text = [...parts, ...values].join("");
          expect(maskerOf(masks)(text)).toBe(plainly(masks, text));
        },
      ),
    );
  });

  it("is as easy with many values as with few", () => {
    const masks = new Map(Array.from({ length: 50_000 }, (_, n) => [`host-${n}.corp.example`, `name-${n}.invalid`]));
    const mask = maskerOf(masks);
    expect(mask("Host-49999.corp.example, host-7.corp.example and host-x.corp.example")).toBe(
      "name-49999.invalid, name-7.invalid and host-x.corp.example",
    );
  });
});

describe("the name that an address is looked up by", () => {
  it("leads back to it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const ip = canonicalAddress(text);
        if (ip !== null) expect(addressOfReverse(reverseName(ip) ?? "")).toBe(ip);
      }),
    );
    expect(addressOfReverse("1.168.192.in-addr.arpa")).toBeNull();
  });
});

describe("values that are masked", () => {
  const data = testCaseData();
  const told = [
    "10.0.1.10 was asked for as 10.1.0.10.in-addr.arpa",
    "https://acme-backups.s3.eu-west-1.amazonaws.com/a and https://s3.amazonaws.com/acme-logs/b",
    "ada@corp.example put on the case",
  ].join("\n");
  const masked = ["addresses", "buckets", "people", "files", "names"] as const;
  const [document] = data.documents;
  const [instance] = document?.instances ?? [];
  instance?.domains.push({
    ...{ name: "intra.corp.example", queries: 1, types: ["MX"], rcodes: ["NOERROR"], resolvedToIndicator: false },
    ...{ answers: ["10 mail.corp.example.", "0 5 443 sip.corp.example", "alias.corp.example"] },
    ...{ firstSeen: "2026-02-17T00:00:00Z", lastSeen: "2026-02-17T00:00:00Z" },
  });
  data.audit.entries.push({
    ...{ id: "9", at: "2026-02-17T00:00:00Z", actor: "x", what: "File removed", subject: "secret-plan.log" },
    ...{ ofFile: true, hash: "" },
  });

  it("include names in answers, names of removed files, hosts of buckets and reversed addresses", () => {
    const before = { ...USUAL_SETTINGS, summary: told, masked: [...masked] };
    const text = JSON.stringify(maskCase({ ...data, case: { ...data.case, title: told } }, before).data);
    for (const gone of [
      ...[
        "10.1.0.10.in-addr",
        "acme-backups",
        "acme-logs",
        "ada@corp.example",
        "mail.corp.example",
        "sip.corp.example",
      ],
      ...["alias.corp.example", "secret-plan.log"],
    ])
      expect(text).not.toContain(gone);
  });

  it("get no mask that stands in the case already", () => {
    const title = "file-1 and FILE-2";
    const masks = findMaskedValues({ ...data, case: { ...data.case, title } }, ["files"]);
    expect(masks.size).toBeGreaterThan(0);
    expect([...masks.values()].filter((mask) => /^file-[12]$/.test(mask))).toEqual([]);
  });
});
