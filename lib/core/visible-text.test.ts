import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleText } from "@/lib/core/visible-text";

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe("visibleText", () => {
  it.each([
    ["plain text, é, 日本, 😀", "plain text, é, 日本, 😀"],
    ["gpj.\u202eexe", "gpj.<U+202E>exe"],
    ["a\u0000b\u001b[1m\u009b", "a<U+0000>b<U+001B>[1m<U+009B>"],
    ["pay\u200bpal\u2066\ufeff", "pay<U+200B>pal<U+2066><U+FEFF>"],
    ["line\u2028break\r\n", "line<U+2028>break<U+000D><U+000A>"],
    ["\ud800 half, \u{e0041} tag, \u3164 filler", "<U+D800> half, <U+E0041> tag, <U+3164> filler"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"],
  ])("shows %j as %j", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it("keeps the lines and tabs of a text that has some", () => {
    expect(visibleText('{\n\t"a": "\u202e"\r\n}', { lines: true })).toBe('{\n\t"a": "<U+202E>"<U+000D>\n}');
  });

  it("leaves nothing unseen in any text, and what is visible as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = visibleText(text);
        expect(shown.replace(/\p{Cn}/gu, "").replace(/\p{Co}/gu, "")).not.toMatch(UNSEEN);
        expect(visibleText(shown)).toBe(shown);
        if (!/[^ -~]/.test(text)) expect(shown).toBe(text);
      }),
    );
  });
});
