import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import CommentText from "@/components/annotations/comment-text";

const people = [{ id: "1", name: "Ada", email: "ada@example.net" }];
const drawn = (text: string) => renderToStaticMarkup(createElement(CommentText, { text, people }));

describe("a comment's Markdown", () => {
  it.each([
    ["**bold** and `code`", /<strong>bold<\/strong> and <code[^>]*>code<\/code>/],
    ["<img src=x onerror=alert(1)>", /&lt;img src=x onerror=alert\(1\)&gt;/],
    ["[a](https://example.net/x)", /<a href="https:\/\/example.net\/x" rel="noopener noreferrer nofollow"/],
    ["[a](mailto:a@example.net)", /<a href="mailto:a@example.net"/],
    ["![seen](https://example.net/x.png)", /<span[^>]*>\[picture: seen\]<\/span>/],
    ["@Ada look", /<mark[^>]*>@Ada<\/mark> look/],
    ["`@Ada`", /<code[^>]*>@Ada<\/code>/],
    ["a\u202Eb", /U\+202E/],
    ["| a | b |\n|---|---|\n| 1 | 2 |", /<td>1<\/td>/],
  ])("draws %j", (text, expected) => expect(drawn(text)).toMatch(expected));

  it.each([
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](//example.net)",
    "[a](/audit)",
    "[a](#top)",
    "<javascript:alert(1)>",
    "[^1]\n\n[^1]: note",
    "# Heading",
    "- [ ] done",
  ])("leaves %j without links, ids and fields", (text) => {
    expect(drawn(text)).not.toMatch(/<a |<h\d|<input| id=|<script|<img/);
  });

  it("makes of no text anything but its own elements, with links to the web and to mail alone", () => {
    const piece = fc.constantFrom(
      ...[
        "<script>",
        "</p>",
        "<a href=javascript:x>",
        "[x](",
        "javascript:alert(1)",
        "https://example.net",
        ")",
        "![",
        "]",
      ],
      ...[
        "`",
        "\n",
        "<!--",
        "&#x6a;avascript:",
        '"',
        " onload=x ",
        "@Ada",
        "|",
        "> ",
        "<iframe src=",
        "\\",
        "data:,",
        "[^1]",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const html = drawn(pieces.join(""));
        expect(html).not.toMatch(/<(?:script|iframe|img|svg|style|object|embed|form)/i);
        for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/i);
        for (const [tag] of html.matchAll(/<[a-z][^>]*>/g)) expect(tag).not.toMatch(/\son\w+=/);
      }),
    );
  });
});
