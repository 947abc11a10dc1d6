import fc from "fast-check";
import { expect, it } from "vitest";
import { isWithinDepth, sortedJson } from "@/lib/formats/json/json-value";

/** The same by JSON.stringify alone. */
function plainly(value: unknown): string {
  return (
    JSON.stringify(value, (_name, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? "null"
  );
}

/** Half pairs, quotes, backslashes and control characters are among these. */
const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
/** V8 puts names that are numbers first, whatever order they are added in. */
const anyName = anyText.filter((name) => !/^\d+$/.test(name) && name !== "__proto__");
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(anyText, fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(anyName, tie("value"), { maxKeys: 5 }),
  ),
}));

it("writes what JSON.stringify writes of the same members in order", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(sortedJson(value)).toBe(plainly(value));
    }),
  );
});

it("gives one text for members in any order", () => {
  fc.assert(
    fc.property(fc.dictionary(anyName, anyValue), (members) => {
      const turned = Object.fromEntries(Object.entries(members).reverse());
      expect(sortedJson(turned)).toBe(sortedJson(members));
    }),
  );
});

it.each([
  [3, [[[]]], true],
  [2, [[[]]], false],
  [2, { a: { b: 1 } }, true],
  [1, { a: 1, b: { c: null } }, false],
  [0, null, true],
  [0, "text", true],
])("%s levels are enough for %j: %s", (depth, value, enough) => {
  expect(isWithinDepth(value, depth)).toBe(enough);
});
