import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvCutter } from "@/lib/formats/framing/csv-cutter";

function cut(text: string, cuts: number[] = [], limit = 1000) {
  const found: [string, string][] = [];
  const cutter = new CsvCutter(
    {
      record: (record) => found.push(["record", record]),
      unclosed: (lines) => found.push(["unclosed", lines]),
      overlong: (start) => found.push(["overlong", start]),
    },
    ",",
    limit,
  );
  let from = 0;
  for (const at of [...cuts].sort((a, b) => a - b)) {
    cutter.push(text.slice(from, Math.min(at, text.length)));
    from = Math.max(from, Math.min(at, text.length));
  }
  cutter.push(text.slice(from));
  cutter.finish();
  return found;
}

const records = (...texts: string[]) => texts.map((text) => ["record", text]);

describe("cutting a CSV file into records", () => {
  it.each([
    ["lines", "a,b\nc,d", records("a,b", "c,d")],
    ["lines of Windows", "a,b\r\nc,d\r\n", records("a,b", "c,d")],
    ["a line end inside quotes", 'a,"b\nc"\nd,e\n', records('a,"b\nc"', "d,e")],
    ["doubled quotes before a line end", 'a,"b"""\n"""c"\n', records('a,"b"""', '"""c"')],
    ["a quote inside a plain value", 'a"b,c\nd,e\n', records('a"b,c', "d,e")],
    ["nothing", "", []],
    ["a quote that nothing closes", 'a,"b\nc,d\n', [["unclosed", 'a,"b\nc,d']]],
    ["text after a closing quote, where the next quote closes", '"a"b\nc"\nd\n', records('"a"b\nc"', "d")],
  ])("finds %s", (_name, text, expected) => expect(cut(text)).toEqual(expected));

  it("tells a line over its limit once, and gives the lines after a quote that runs over it one by one", () => {
    const long = "x".repeat(50);
    expect(cut(`a,b\n${long}\nc,d\n`, [], 20)).toEqual([
      ["record", "a,b"],
      ["overlong", "x".repeat(21)],
      ["record", "c,d"],
    ]);
    const found = cut(`a,"b\n${"c,d\n".repeat(10)}`, [], 20);
    expect(found[0]).toEqual(["unclosed", 'a,"b\nc,d\nc,d\nc,d\nc,d']);
    expect(found.slice(1)).toEqual(records(..."c,d ".repeat(6).trim().split(" ")));
  });

  it("gives the same however the text is cut, and all of it", () => {
    const text = fc
      .array(fc.constantFrom('"', ",", "\n", "\r\n", "a", "bc", '""', '","'), { maxLength: 80 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.nat(200), { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        (all, cuts, limit) => {
          const whole = cut(all, [], limit);
          expect(cut(all, cuts, limit)).toEqual(whole);
          if (limit >= all.length) {
            const plain = (string: string) => string.replaceAll(/[\r\n]/g, "");
            expect(plain(whole.map(([, piece]) => piece).join(""))).toBe(plain(all));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
