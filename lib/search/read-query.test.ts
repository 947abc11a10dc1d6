import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import type { Query } from "@/lib/search/query.types";
import { readQuery } from "@/lib/search/read-query";
import { FIELD_NAMES, SEARCH_FIELDS } from "@/lib/search/search-field";

/** A query in few words, without its places. */
function told(query: Query | null): string {
  switch (query?.kind) {
    case undefined:
      return "";
    case "and":
    case "or":
      return `(${query.parts.map(told).join(query.kind === "and" ? " & " : " | ")})`;
    case "not":
      return `!${told(query.part)}`;
    case "text":
      return `'${query.parts.join("…")}'${query.network === null ? "" : `~${query.network}`}${query.port === null ? "" : `#${query.port}`}`;
    case "marked":
      // Only a case makes one.
      return "marked";
    case "field": {
      const { field, test } = query;
      if (test.kind === "any") return `${field}?`;
      if (test.kind === "within") return `${field}~${test.network}`;
      if (test.kind === "between") return `${field}[${test.min ?? ""},${test.max ?? ""}]`;
      return test.kind === "like" ? `${field}='${test.parts.join("…")}'` : `${field}=${test.choice}`;
    }
  }
}

describe("readQuery", () => {
  it.each([
    ["", ""],
    ["   ", ""],
    ["*", "()"],
    ["peer:198.51.100.0/24 bytes:>1MB action:REJECT", "(peer~198.51.100.0/24 & bytes[1000001,] & action=REJECT)"],
    ["domain:*.example.net", "domain='….example.net'"],
    ["domain:Example.NET.", "domain='example.net'"],
    ["api:AssumeRole error:*", "(api='assumerole' & error?)"],
    ["a OR b c AND NOT d", "('a' | ('b' & 'c' & !'d'))"],
    ["(a OR b) c", "(('a' | 'b') & 'c')"],
    ["NOT NOT a", "'a'"],
    ["-error:* x", "(!error? & 'x')"],
    ["port:(22 OR 3389 OR 1024..2048)", "(port[22,22] | port[3389,3389] | port[1024,2048])"],
    ["port:(>1024 NOT 8080)", "(port[1025,] & !port[8080,8080])"],
    ["bytes:[1.5kB TO *]", "bytes[1500,]"],
    ["bytes:<=1MiB", "bytes[,1048576]"],
    ["proto:tcp", "proto[6,6]"],
    ["action:reject", "action=REJECT"],
    ["peer:2001:db8::1", "peer~2001:db8::1"],
    ["fe80::1", "'fe80::1'~fe80::1"],
    ["dead:beef::1", "'dead:beef::1'~dead:beef::1"],
    ["198.51.100.", "'198.51.100.'~198.51.100.0/24"],
    ["443", "'443'#443"],
    ['"GET * \\"x\\""', "'get * \"x\"'"],
    ["role:arn:aws:iam::123456789012:role/web", "role='arn:aws:iam::123456789012:role/web'"],
    ['tag:"First Contact" pinned:YES -commented:no', "(tag='first contact' & pinned=yes & !commented=no)"],
    ["agent:*boto*", "agent='…boto…'"],
    ['agent:"*boto*"', "agent='*boto*'"],
    ["time:2026-03-01", "time[1772323200000,1772409599999]"],
    ["time:>=2026-03-01T22:10", "time[1772403000000,]"],
    ["time:<2026-03-01T22:10:05Z", "time[,1772403004999]"],
  ])("reads %j", (text, expected) => {
    expect(readQuery(text).mistakes).toEqual([]);
    expect(told(readQuery(text).query)).toBe(expected);
  });

  it.each([
    ["bytes:>much", "bytes:>much", "expected a number of bytes such as 1MB behind bytes:"],
    ["a peer:example.net", "peer:example.net", "expected an address or a network such as 198.51.100.0/24 behind peer:"],
    ["peer:198.51.100.0/33", "peer:198.51.100.0/33", "expected an address"],
    ["port:70000", "port:70000", "expected a port from 0 to 65535"],
    ["action:DROP", "action:DROP", "expected ACCEPT or REJECT behind action:"],
    ["time:2026-02-30", "time:2026-02-30", "expected a time"],
    ["bytes: ", "bytes:", "expected a number of bytes"],
    ["peers:10.0.0.1", "peers:", "expected the name of a field, such as peer:"],
    ["arn:aws:iam", "arn:", "A text with a colon stands in quotes"],
    ["domain:>5", ">5", "domain has no more or less"],
    ["(a OR b", "(", "expected a closing )"],
    ["a)", ")", "expected an opening ("],
    ['"abc', '"abc', 'expected a closing "'],
    ["a AND", "AND", "expected a condition"],
    [">5", ">", "expected a field before this sign"],
    ["port:[1 TO", "TO", "expected a range such as [1 TO 5]"],
  ])("says of %j that %j is mistaken: %s", (text, marked, message) => {
    const [mistake] = readQuery(text).mistakes;
    expect(mistake && text.slice(mistake.from, mistake.to).trim()).toBe(marked);
    expect(mistake?.message).toContain(message);
  });

  it("keeps the conditions beside a mistake", () => {
    expect(told(readQuery("peer:10.0.0.1 bytes:>x action:REJECT").query)).toBe("(peer~10.0.0.1 & action=REJECT)");
  });

  it("reads the example of every field, and * for each", () => {
    for (const name of FIELD_NAMES) {
      expect(readQuery(SEARCH_FIELDS[name].example)).toMatchObject({
        mistakes: [],
        query: { kind: expect.any(String) },
      });
      expect(told(readQuery(`${name}:*`).query)).toBe(`${name}?`);
    }
  });

  const piece = fc.oneof(
    fc.constantFrom(..."()[]\"<>=-*:\\ /.%_'".split(""), " AND ", " OR ", "NOT ", " TO ", "peer:", "bytes:", "domain:"),
    fc.constantFrom("10.0.0.1", "1MB", "2026-03-01", "REJECT", "\0", "\ud800", "\u202e", "é", "\n"),
    fc.string({ maxLength: 4, unit: "binary" }),
  );
  const anything = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

  it("gives a tree or mistakes for any text, and each mistake has a place in it", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { query, mistakes } = readQuery(text);
        for (const { from, to, message } of mistakes) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(message).toMatch(/^expected /);
        }
        if (query === null && mistakes.length === 0) expect(text.replaceAll(/[\s()"-]|NOT/g, "")).toBe("");
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["(", "NOT ", "-", "a OR ", "[", "peer:("])("reads %j many times over", (part) => {
    expect(readQuery(part.repeat(Math.floor(MOST_CHARACTERS / part.length))).mistakes.length).toBeGreaterThan(0);
    expect(readQuery(part.repeat(100_000)).mistakes).toHaveLength(1);
  });
});
