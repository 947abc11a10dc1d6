import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalName } from "@/lib/core/domain-name";
import { MAX_INDICATORS, readIndicators } from "@/lib/core/read-indicators";

const values = (text: string) => readIndicators(text).flagged.map(({ kind, value }) => `${kind} ${value}`);

describe("readIndicators", () => {
  it.each([
    ["198.51.100.77", "address 198.51.100.77"],
    ["198[.]51[.]100[.]77", "address 198.51.100.77"],
    ["198(.)51{.}100[dot]77", "address 198.51.100.77"],
    ["hxxp://198.51.100.77:8443/gate.php?x=1", "address 198.51.100.77"],
    ["hxxps[://]cdn-84f1c2[.]example[.]net/a", "name cdn-84f1c2.example.net"],
    ["2001:0DB8::0001", "address 2001:db8::1"],
    ["[2001:db8::1]:443", "address 2001:db8::1"],
    ["::ffff:198.51.100.77", "address 198.51.100.77"],
    ["CDN.Example.NET.", "name cdn.example.net"],
    ["_dmarc.example.net", "name _dmarc.example.net"],
    ["bücher.example", "name xn--bcher-kva.example"],
  ])("%s is %s", (text, expected) => expect(values(text)).toEqual([expected]));

  it.each([
    ["198.51.100.777", /IPv4/],
    ["198.51.100", /IPv4/],
    ["10.0.0.0/8", /network/],
    ["2001:db8::g", /IPv6|neither/],
    ["localhost", /neither/],
    ["exa mple", /neither/],
    ["-bad.example", /not a domain name/],
    ["<script>.example", /not a domain name/],
  ])("%s is refused in words", (text, words) => {
    const { flagged, problems } = readIndicators(text);
    expect(flagged).toEqual([]);
    expect(problems[0]?.message).toMatch(words);
  });

  it("takes lines and commas, each value once, and names the line of a mistake", () => {
    const { flagged, problems } = readIndicators("198.51.100.77, a.example\r\n198[.]51.100.77\n\n nonsense;b.example");
    expect(flagged.map(({ value, line }) => [value, line])).toEqual([
      ["198.51.100.77", 1],
      ["a.example", 1],
      ["b.example", 4],
    ]);
    expect(problems).toEqual([{ line: 4, given: "nonsense", message: expect.any(String) }]);
  });

  it("refuses more than a case can look at", () => {
    const many = Array.from({ length: MAX_INDICATORS + 1 }, (_, n) => `n${n}.example`).join("\n");
    expect(readIndicators(many).problems[0]?.message).toContain(String(MAX_INDICATORS));
  });

  it("never throws, and reads again what it gave", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const { value } of readIndicators(text).flagged) {
          expect(readIndicators(value).flagged[0]?.value).toBe(value);
        }
      }),
    );
  });
});

describe("canonicalName", () => {
  it.each(["", ".", "a..b", "a", `${"a".repeat(64)}.example`, "198.51.100.77", `${"a.".repeat(130)}example`])(
    "%s is no name",
    (text) => expect(canonicalName(text)).toBeNull(),
  );
});
