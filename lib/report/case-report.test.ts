import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseHtml } from "@/lib/report/case-html";
import { caseMarkdown } from "@/lib/report/case-markdown";
import { makeCaseReport } from "@/lib/report/case-report";
import { caseJson } from "@/lib/report/formats/case-json";
import { csvCell, csvTables } from "@/lib/report/formats/csv-tables";
import { REPORT_SECTIONS, ReportSettings, USUAL_SETTINGS } from "@/lib/report/report-settings";
import { timesIn } from "@/lib/report/telling";
import { TEST_LOGO, testCaseData } from "@/lib/report/test-case-data";
import { spoil, testDocument } from "@/lib/report/test-document";

const html = (settings = USUAL_SETTINGS, data = testCaseData()) => caseHtml(makeCaseReport(data, settings));

describe("a case's report", () => {
  it("has the sections that were chosen, in their order, and what was cited last", () => {
    const settings = ReportSettings.parse({ sections: ["method", "instances"] });
    const { sections } = makeCaseReport(testCaseData(), settings);
    expect(sections.map(({ id }) => id)).toEqual(["method", "instances", "records"]);
    const all = makeCaseReport(testCaseData(), USUAL_SETTINGS).sections.map(({ id }) => id);
    expect(all).toEqual([...Object.keys(REPORT_SECTIONS), "records"]);
  });

  it("leads from each figure to its records: file, SHA-256 and number", () => {
    const { footnotes } = makeCaseReport(testCaseData(), USUAL_SETTINGS);
    expect(footnotes.map(({ file, record }) => `${file} ${record}`)).toEqual(
      expect.arrayContaining(["flow.log 2", "flow.log 14", "flow.log 9", "flow.log 5"]),
    );
    const text = html();
    const linked = new Set([...text.matchAll(/href="#(record-\d+)"/g)].map(([, id]) => id));
    const there = new Set([...text.matchAll(/id="(record-\d+)"/g)].map(([, id]) => id));
    expect(linked).toEqual(there);
    const markdown = caseMarkdown(makeCaseReport(testCaseData(), USUAL_SETTINGS));
    for (const { number } of footnotes) expect(markdown).toContain(`[^${number}]: `);
  });

  it("tells what people pinned, said, hold possible, entered and want done, whatever the format", () => {
    const report = makeCaseReport(testCaseData(), USUAL_SETTINGS);
    const rows = (id: string) =>
      report.sections
        .filter((section) => section.id === id)
        .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "table" ? block.rows : [])));
    const [pinned, byHand] = rows("timeline");
    expect(pinned?.slice(1, 4)).toEqual(["ACCEPT to 198.51.100.7", "first contact", "exfil, marked red"]);
    expect(byHand?.slice(1, 5)).toEqual([
      "Laptop lost",
      "At an airport; known since 2025-03-04 09:00:00Z",
      "",
      "by hand: the help desk",
    ]);
    expect(rows("hypotheses")).toEqual([["2025-03-04 00:00:00Z", "ACCEPT to 198.51.100.7", "fits", "ada@example.org"]]);
    expect(rows("tasks")[0]?.slice(0, 4)).toEqual([
      "Rotate the key",
      "ACCEPT to 198.51.100.7",
      "Doing",
      "bob@example.org",
    ]);
    for (const text of [html(), caseMarkdown(report).replaceAll("\\", "")]) {
      expect(text).toContain("Look at *this*");
      expect(text).toContain("Supported: what is known so far speaks for it");
      expect(text).toContain("Nothing is cited against it.");
      expect(text).toContain("taken back");
    }
    const bare = makeCaseReport(testCaseData({ annotations: [] }), USUAL_SETTINGS);
    for (const id of ["timeline", "hypotheses", "comments", "tasks"])
      expect(bare.sections.find((section) => section.id === id)?.blocks).toEqual([
        { kind: "paragraph", text: expect.stringMatching(/^(Nothing|Nobody)/) },
      ]);
  });

  it("has comments once: with what is pinned, and else in their section", () => {
    const said = (sections: string[]) =>
      makeCaseReport(testCaseData(), ReportSettings.parse({ sections })).sections.map(({ blocks }) =>
        blocks.flatMap((block) => (block.kind === "list" ? [block.items.length] : [])),
      );
    expect(said(["comments"])[0]).toEqual([3, 1]);
    expect(said(["comments", "timeline"]).slice(0, 2)).toEqual([[1], [3]]);
  });

  it("writes its times in a zone, with their distance from UTC", () => {
    const zoned = html(ReportSettings.parse({ zone: "Europe/Berlin" }));
    expect(zoned).toContain("2025-03-04 01:00:00+01:00");
    expect(zoned.replace(/<svg.*?<\/svg>/gs, "")).not.toMatch(/\d\d:\d\d:\d\dZ/);
    expect(timesIn("Asia/Kolkata").span("2025-03-04T20:00:00.000Z", "2025-03-04T21:30:00.500Z")).toBe(
      "2025-03-05 01:30:00+05:30 to 03:00:00.500+05:30",
    );
  });

  it("stands under its classification and a person's summary where there are any", () => {
    const settings = ReportSettings.parse({ classification: "TLP:AMBER <b>", summary: "It began\n\nwith a lookup." });
    const text = html(settings);
    expect(text.match(/TLP:AMBER &lt;b&gt;/g)).toHaveLength(2);
    expect(text).toContain("<p>It began</p>\n<p>with a lookup.</p>");
    expect(html()).toContain("1 instance met 198.51.100.7.");
  });

  it("lets nothing of a log be markup, a script or an address to load from", () => {
    const elements = (text: string) => [...new Set(text.match(/<[a-z!/][^\s>]*/gi))].sort();
    const hostile = html(
      USUAL_SETTINGS,
      testCaseData({ documents: [spoil(testDocument())], flagged: spoil(testCaseData().flagged) }),
    );
    expect(elements(hostile).filter((tag) => !elements(html()).includes(tag))).toEqual([]);
    expect(html()).not.toMatch(/<script|<link|<img|https?:|@import/i);
  });

  it("says how long it went on, who loaded each file, and carries its logo within", () => {
    const dwell = {
      ...{ from: "2025-03-04T00:00:00.000Z", to: "2025-03-04T01:30:00.000Z" },
      ...{ seconds: 5400, words: "from the start to the end of the window" },
    };
    const settings = { ...USUAL_SETTINGS, logo: TEST_LOGO };
    const data = testCaseData({ documents: [testDocument({ dwell })] });
    const words = "from the start to the end of the window: 2025-03-04 00:00:00Z to 01:30:00Z";
    const text = html(settings, data);
    for (const one of [text, caseMarkdown(makeCaseReport(data, settings)).replaceAll("\\", "")]) {
      expect(one).toContain("Dwell time");
      expect(one).toContain(words);
      expect(one).toContain("Loaded by");
      expect(one).toContain("ada@example.org, 2025-03-04 00:00:00Z");
    }
    expect(html()).not.toContain("Dwell time");
    expect(text).toContain(`<img class="logo" alt="" src="${TEST_LOGO}">`);
  });

  it("draws a chart as a picture with words, and a gap as a gap", () => {
    expect(html()).toMatch(/<svg[^>]*role="img" aria-label="Bytes: out 1.23 MB, with gaps in what is recorded">/);
    expect(html()).toMatch(/<rect class="gap"/);
  });

  it.each([
    ["a logo that is no picture", { logo: "data:image/svg+xml;base64,PHN2Zz4=" }],
    ["a section twice", { sections: ["method", "method"] }],
    ["no section", { sections: [] }],
    ["a zone that is none", { zone: "Mars/Phobos" }],
  ])("refuses %s", (_what, settings) => {
    expect(ReportSettings.safeParse(settings).success).toBe(false);
  });
});

describe("CSV", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])("lets no text be a formula: %j", (text) => {
    expect(csvCell(text)).toMatch(/^"?'/);
  });

  it("reads back as it was, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const cell = csvCell(text);
        const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(read === text || read === `'${text}`).toBe(true);
        expect(cell.startsWith('"') || !/[",\r\n]/.test(cell)).toBe(true);
      }),
    );
  });

  it("has every table, each with one width", () => {
    const tables = csvTables(testCaseData());
    expect(tables.map(({ name }) => name)).toContain("services.csv");
    const services = tables.find(({ name }) => name === "services.csv")?.text;
    expect(services).toContain("198.51.100.7,i-0a1b2c3d4e5f60001,6,443,indicator,1234567,999,12\r\n");
  });
});

it("has everything of the case in JSON, as it was", () => {
  const { charts: _charts, events: _events, ...rest } = testCaseData();
  expect(JSON.parse(caseJson(testCaseData()))).toEqual(rest);
});
