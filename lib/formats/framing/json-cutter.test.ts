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
      broken: ["a text that runs over the end of its line"],
    });
    expect(cut('{"Records":[{"a":1},{"b":', "Records")).toEqual({
      values: [{ a: 1 }],
      broken: ["the file ends in the middle of a value"],
    });
    expect(cut('{"Records":[{"a":1}', "Records").broken).toEqual(["the file ends before its last bracket is closed"]);
    expect(cut('[1,"two",{"c":3}]').values).toEqual([1, "two", { c: 3 }]);
  });

  const record = (id: number) => `{"id":${id},"who":{"name":"n${id}"},"list":[{"x":1}]}`;

  it.each([
    ["lost its closing bracket", '{"id":9,"who":{"name":"n9"'],
    ["has a bracket too many", '{"id":9,"who":{"name":"n9"}}}'],
    ["lost a quote", '{"id":9,"who:{"name":"n9"},"list":[]}'],
    ["has a quote too many", '{"id":9,"who":{"name":"n"9"},"list":[]}'],
    ["has a raw line end in a text", '{"id":9,"who":{"name":"n\n9"}}'],
    ["has its brackets crossed", '{"id":9,"who":{"name":["n9"}]}'],
    ["is no JSON at all", "<html>{}</html>"],
  ])("finds the records around one that %s", (_name, broken) => {
    const wrapped = cut(`{"Records":[${record(1)},${broken},${record(2)},${record(3)}],"z":0}`, "Records");
    expect(wrapped.values).toEqual(expect.arrayContaining([1, 2, 3].map((id) => JSON.parse(record(id)))));
    expect(wrapped.broken.length).toBeGreaterThanOrEqual(1);
    const lines = cut([record(1), broken, record(2), record(3), ""].join("\n"));
    expect(lines.values).toEqual(expect.arrayContaining([1, 2, 3].map((id) => JSON.parse(record(id)))));
    expect(lines.broken.length).toBeGreaterThanOrEqual(1);
  });

  it("finds the records after a first one that is broken, when their first name is known", () => {
    const text = `{"Records":[{"id":9,"who:{},${record(2)}]}`;
    const values: string[] = [];
    const cutter = new JsonCutter({ value: (value) => values.push(value), broken: () => undefined }, "Records", ["id"]);
    cutter.push(text);
    cutter.finish();
    expect(values).toEqual([record(2)]);
  });

  it("holds no more than one value of 16 MiB, and reads on after a larger one", () => {
    const found: string[] = [];
    const cutter = new JsonCutter(
      { value: (text) => found.push(text), broken: (reason, start) => found.push(`${reason}: ${start.length}`) },
      null,
    );
    const piece = "x".repeat(1024 * 1024);
    cutter.push('{"a":"');
    for (let count = 0; count < 17; count += 1) cutter.push(piece);
    cutter.push('"}{"b":2}');
    cutter.finish();
    expect(found).toEqual(["larger than 16 MiB: 4096", '{"b":2}']);
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
