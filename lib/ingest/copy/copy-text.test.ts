import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COPY_NULL, copyArray, copyJson, copyText, storableText } from "@/lib/ingest/copy/copy-text";

const hostile = fc.string({
  unit: fc.oneof(fc.constantFrom("\t", "\n", "\r", "\\", "\0", "\ud800", "\udc00", "N", '"', "{", ",", "ü", "😀")),
});

/** COPY's own reading of a text column. */
function readBack(column: string): string {
  return column.replace(/\\(.)/g, (_, letter: string) => ({ t: "\t", n: "\n", r: "\r" })[letter] ?? letter);
}

describe("copyText", () => {
  it("reads back as the same text, but for what PostgreSQL cannot hold", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const column = copyText(text);
        expect(column).not.toMatch(/[\t\n\r\0]/);
        expect(readBack(column)).toBe(storableText(text));
      }),
    );
  });

  it("never mistakes a text for null", () => {
    expect(copyText("\\N")).not.toBe(COPY_NULL);
    expect(copyText(null)).toBe(COPY_NULL);
  });

  it("leaves neither U+0000 nor a lone surrogate", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const stored = storableText(text);
        expect(stored).not.toContain("\0");
        expect(Buffer.from(stored, "utf8").toString("utf8")).toBe(stored);
      }),
    );
  });
});

describe("copyJson", () => {
  it("holds any JSON value without an escape that jsonb refuses", () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, fc.array(hostile)), (value) => {
        const json = readBack(copyJson(value));
        expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        expect(() => JSON.parse(json)).not.toThrow();
      }),
    );
  });
});

describe("copyArray", () => {
  it("quotes every element", () => {
    expect(readBack(copyArray(['a"b', "c\\d", "NULL"]))).toBe('{"a\\"b","c\\\\d","NULL"}');
    expect(copyArray([])).toBe("{}");
  });
});
