import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleText } from "@/lib/core/visible-text";
import { escapeHtml } from "@/lib/report/escape-html";
import { escapeMarkdown } from "@/lib/report/markdown-report";
import { printableJson } from "@/lib/report/printable-json";
import { type ReportFormat, renderReport } from "@/lib/report/render-report";
import { spoil, testDocument, testInstance } from "@/lib/report/test-document";
import { humanBytes, humanCount } from "@/lib/report/units";

const STEERS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const steering = (text: string) => text.split("\n").filter((line) => STEERS.test(line));

describe("renderReport", () => {
  it.each<ReportFormat>(["text", "json", "md", "html"])("lets nothing of a log steer a terminal in %s", (format) => {
    const hostile = renderReport(format, [spoil(testDocument()), spoil(testDocument())]);
    expect(hostile.length).toBeGreaterThan(1000);
    expect(steering(hostile)).toEqual([]);
  });

  it("prints JSON that reads back as the very documents, an array only for several", () => {
    const document = spoil(testDocument());
    expect(JSON.parse(renderReport("json", [document]))).toEqual(document);
    expect(JSON.parse(renderReport("json", [document, document]))).toEqual([document, document]);
  });

  it("has no element in HTML that the text of a log brought with it", () => {
    const elements = (html: string) => [...new Set(html.match(/<[a-z!/][^\s>]*/gi))].sort();
    const plain = renderReport("html", [testDocument()]);
    expect(elements(renderReport("html", [spoil(testDocument())]))).toEqual(elements(plain));
    expect(plain).not.toMatch(/<script|<link|<img|https?:|@import|url\(/i);
  });

  it("keeps every row of a Markdown table to its columns, and nothing of a log as markup", () => {
    const markdown = renderReport("md", [spoil(testDocument())]);
    const rows = markdown.split("\n").filter((line) => line.startsWith("| "));
    expect(rows.length).toBeGreaterThan(20);
    const widths = (text: string[]) => text.map((line) => line.split(/(?<!\\)\|/).length);
    const plain = renderReport("md", [testDocument()])
      .split("\n")
      .filter((line) => line.startsWith("| "));
    expect(widths(rows)).toEqual(widths(plain));
    expect(markdown).not.toMatch(/(?<!\\)[<>]|(?<!\\)\]\(|(?<!\\)`/);
  });

  it.each<ReportFormat>(["md", "html"])("leaves nothing of the document out of %s", (format) => {
    const report = renderReport(format, [testDocument()]).replace(/\\/g, "");
    const facts = [
      ...["198.51.100.7", "i-0a1b2c3d4e5f60001", "eni-1", "203.0.113.1", "a.example", "role/app", "AccessDenied"],
      ...["ASIA1", "ASIA2", "event-1", "arn:chained", "assumed", "1,234,567", "ab".repeat(32), "cd".repeat(32)],
      ...["no time", "No finding is in the evidence", "absent", "TCP 443 on the indicator"],
    ];
    expect(facts.filter((fact) => !report.includes(fact))).toEqual([]);
  });

  it("fits a terminal of 96 columns", () => {
    const lines = renderReport("text", [spoil(testDocument()), testDocument()]).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(96);
  });

  it("says what stands behind every negative", () => {
    const traffic = { ...testInstance().traffic, flows: 0, rejected: 0, ports: [], firstSeen: null, lastSeen: null };
    const quiet = testInstance({
      traffic,
      domains: [],
      apiCalls: [],
      roles: [],
      chainedSessions: [],
      offInstanceUse: [],
    });
    const text = renderReport("text", [testDocument({ instances: [quiet] })]).replace(/\s+/g, " ");
    expect(text).toContain(
      "no accepted or rejected record with the indicator (flow logs recorded 2025-03-04 00:00:00Z to 01:00:00Z, 1 h of the window missing)",
    );
    expect(text).toContain("no lookup is in the evidence (no resolver query log of it in the evidence)");
    expect(text).toContain("no call of its own role is in the evidence (no CloudTrail event of it in the evidence");
  });

  it("reads as one screen", () => {
    expect(renderReport("text", [testDocument()])).toMatchInlineSnapshot(`
      "Indicator  198.51.100.7
      Window     2025-03-04 00:00:00Z to 02:00:00Z
      First seen 2025-03-04 00:00:00Z · 10.0.0.5 looked up a.example
      In short   1 instance met it; 1.23 MB went out to it

      i-0a1b2c3d4e5f60001  012345678901 eu-central-1 vpc-1 · flow
        Sent       1.23 MB out, 999 B in · 12 flows, 2 rejected · 2025-03-04 00:00:00Z to 01:00:00Z
                   TCP 443 on the indicator: 1.23 MB out, 999 B in, 12 flows
        Resolved   a.example gave the indicator · 2 queries · 2025-03-04 00:00:00Z to 01:00:00Z
                   1 name looked up in 2 queries
        Role       3 calls, 1 error · 1 API · role app
                   used off the instance from 198.51.100.7: 1 call with ASIA1 · 2025-03-04 00:00:00Z
                     to 01:00:00Z · own address assumed, not known
                   led to arn:chained (ASIA2): 3 calls, 1 error
                   s3 ListBuckets 3× (1 error: AccessDenied)

      From it    s3.amazonaws.com ListBuckets 3 calls
      Detected   high: Connections at even intervals · i-0a1b2c3d4e5f60001 · 2025-03-04 00:00:00Z to
                   01:00:00Z
                 and 1 muted; --format md lists them with their numbers
      Coverage   vpc-flow eni-1: missing 50 %, recorded 50 %
      Unknown    No finding is in the evidence
      Evidence   1 file, 14 records, 1 rejected record
      "
    `);
  });
});

describe("escaping", () => {
  it("shows control and format characters as code points and leaves all else alone", () => {
    expect(visibleText("a\u001b[1m\u202eb\u0000\u{e0041}é😀")).toBe("a<U+001B>[1m<U+202E>b<U+0000><U+E0041>é😀");
  });

  it("holds for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visibleText(text)).not.toMatch(STEERS);
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(escapeMarkdown(text)).not.toMatch(/(?<!\\)[<>|`]|\n/);
        expect(JSON.parse(printableJson(JSON.stringify([text], null, 2)))).toEqual([text]);
      }),
    );
  });
});

describe("units", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [1234, "1.23 kB"],
    [999_499, "999 kB"],
    [999_500, "1 MB"],
    [1_500_000_000, "1.5 GB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(humanBytes(bytes)).toBe(text);
  });

  it("puts commas into counts", () => {
    expect([0, 999, 1000, 1_234_567].map(humanCount)).toEqual(["0", "999", "1,000", "1,234,567"]);
  });
});
