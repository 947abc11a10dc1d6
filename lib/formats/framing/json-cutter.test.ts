import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonCutter } from "@/lib/formats/framing/json-cutter";

function cut(text: string, wrapper: string | null = null, cuts: number[] = []) {
  const values: unknown[] = [];
  const broken: string[] = [];
  const cutter = new JsonCutter(
    {
      value: (value) => {
        try {
          values.push(JSON.parse(value));
        } catch {
          broken.push(`unparsable: ${value}`);
        }
      },
      broken: (reason) => broken.push(reason),
    },
    wrapper,
  );
  let from = 0;
  for (const at of [...cuts].sort((a, b) => a - b)) {
    cutter.push(text.slice(from, Math.min(at, text.length)));
    from = Math.max(from, Math.min(at, text.length));
  }
  cutter.push(text.slice(from));
  cutter.finish();
  return { values, broken };
}

describe("cutting JSON into values", () => {
  it.each([
    ["objects one after another", '{"a":1}{"b":2}', null, [{ a: 1 }, { b: 2 }]],
    ["objects one a line, with blank lines", '{"a":1}\n\n{"b":"}{"}\n', null, [{ a: 1 }, { b: "}{" }]],
    ["an array of them", '[{"a":[1,{"c":2}]},\n {"b":2}]', null, [{ a: [1, { c: 2 }] }, { b: 2 }]],
    [
      "the array under a key",
      '{"x":{"Records":[9]},"Records":[{"a":1},{"b":2}],"y":[3]}',
      "Records",
      [{ a: 1 }, { b: 2 }],
    ],
    [
      "several outer objects",
      '{"Records":[{"a":1}]}\n{"Records":[]}{"Records":[{"b":2}]}',
      "Records",
      [{ a: 1 }, { b: 2 }],
    ],
    ["an outer object without the array, as a value", '{"z":1}', "Records", [{ z: 1 }]],
    ["a pretty-printed object", '{\n "a": "x\\"y",\n "b": [\n {}\n ]\n}', null, [{ a: 'x"y', b: [{}] }]],
  ])("finds %s", (_name, text, wrapper, expected) => {
    expect(cut(text, wrapper)).toEqual({ values: expected, broken: [] });
  });

  it("tells what is broken and reads on", () => {
    expect(cut('{"a":1}\nnonsense\n{"b":2}\n')).toEqual({ values: [{ a: 1 }, { b: 2 }], broken: ["not JSON"] });
    expect(cut('{"a":"cut off\n{"b":2}\n')).toEqual({
      values: [{ b: 2 }],
      broken: ["a line that breaks off in the middle of a text"],
    });
    expect(cut('{"Records":[{"a":1},{"b":', "Records")).toEqual({
      values: [{ a: 1 }],
      broken: ["the file ends in the middle of a value"],
    });
    expect(cut('{"Records":[{"a":1}', "Records").broken).toEqual(["the file ends before its last bracket is closed"]);
    expect(cut('[1,"two",{"c":3}]').values).toEqual([1, "two", { c: 3 }]);
  });

  it("gives the same however the text is cut", () => {
    const member = fc.record({ name: fc.string(), list: fc.array(fc.jsonValue(), { maxLength: 3 }) });
    fc.assert(
      fc.property(
        fc.array(member, { maxLength: 6 }),
        fc.constantFrom("lines", "array", "wrapped", "pretty"),
        fc.array(fc.nat(400), { maxLength: 20 }),
        (values, shape, cuts) => {
          const texts = values.map((value) => JSON.stringify(value));
          const text = {
            lines: texts.join("\n"),
            array: `[${texts.join(",")}]`,
            wrapped: `{"before":[{"Records":1}],"Records":[${texts.join(" ,\n")}],"after":{}}`,
            pretty: values.map((value) => JSON.stringify(value, null, 2)).join("\n"),
          }[shape];
          const result = cut(text, shape === "wrapped" ? "Records" : null, cuts);
          expect(result).toEqual({ values: texts.map((value) => JSON.parse(value)), broken: [] });
        },
      ),
    );
  });

  it("never throws, hangs or loses count on any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:\\\n ab1'), maxLength: 200 }),
        fc.boolean(),
        (text, wrapped) => {
          const whole = cut(text, wrapped ? "a" : null);
          const byCharacter = cut(
            text,
            wrapped ? "a" : null,
            [...text].map((_, index) => index),
          );
          expect(byCharacter).toEqual(whole);
        },
      ),
      { numRuns: 500 },
    );
  });
});
