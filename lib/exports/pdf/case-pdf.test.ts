import { expect, it } from "vitest";
import { casePdf } from "@/lib/exports/pdf/case-pdf";
import { pdfText } from "@/lib/exports/pdf/test-pdf-text";
import { makeCaseReport } from "@/lib/report/case-report";
import { REPORT_SECTIONS, ReportSettings } from "@/lib/report/report-settings";
import { TEST_LOGO, testCaseData } from "@/lib/report/test-case-data";
import { testDocument } from "@/lib/report/test-document";

const SCRIPTS = ["Ελληνικά", "Кириллица", "日本語", "简体中文", "한국어"];

it("keeps text of any script, embeds every font, and leads to its sections", async () => {
  const settings = ReportSettings.parse({
    classification: "TLP:AMBER",
    summary: `${SCRIPTS.join(" ")} \u202e \u{13000}`,
  });
  const bytes = await casePdf(makeCaseReport(testCaseData(), settings), { compress: false });
  const text = pdfText(bytes).replaceAll("\n", "");
  for (const words of [...SCRIPTS, "<U+202E>", "<U+13000>", "198.51.100.7", "1.23 MB (1,234,567)", "TLP:AMBER"])
    expect(text).toContain(words);
  const pdf = bytes.toString("latin1");
  const used = pdf.match(/\/Subtype \/CIDFontType[02]/g)?.length;
  expect(used).toBeGreaterThan(5);
  expect(pdf.match(/\/FontFile2 \d+ 0 R/g)).toHaveLength(Number(used));
  expect(pdf).toMatch(/\/Marked true/);
  for (const type of ["H1", "H2", "P", "Table", "TH", "TD", "Figure"]) expect(pdf).toContain(`/S /${type}\n`);
  expect(pdf).toContain("/Outlines");
  for (const id of Object.keys(REPORT_SECTIONS)) expect(pdf).toContain(`(${id})`);
});

it("draws charts as vectors: no picture stands in it but a logo", async () => {
  const drawn = async (settings: object) => {
    const report = makeCaseReport(testCaseData(), ReportSettings.parse({ sections: ["instances"], ...settings }));
    return (await casePdf(report, { compress: false })).toString("latin1");
  };
  const [plain, withLogo] = [await drawn({}), await drawn({ logo: TEST_LOGO })];
  expect(plain).toContain("/S /Figure\n");
  expect(plain).not.toContain("/Subtype /Image");
  expect(withLogo.match(/\/Subtype \/Image\n\/BitsPerComponent 8\n\/Width 2\n\/Height 1/g)).toHaveLength(1);
});

it("goes on on the next page, with the head of a table again, and loses no row", async () => {
  const [file] = testDocument().evidence;
  if (!file) throw new Error("no file");
  const evidence = Array.from({ length: 150 }, (_, n) => ({
    ...file,
    name: `flow-${n}.log`,
    reason: "long ".repeat(n === 7 ? 2000 : 1),
  }));
  const data = testCaseData({ documents: [testDocument({ evidence })] });
  const settings = ReportSettings.parse({ sections: ["evidence"] });
  const bytes = await casePdf(makeCaseReport(data, settings), { compress: false });
  const lines = pdfText(bytes).split("\n");
  const all = lines.join("");
  for (let n = 0; n < 150; n++) expect(all).toContain(`flow-${n}.`);
  const pages = bytes.toString("latin1").match(/\/Type \/Page\n/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(5);
  expect(all).toContain(`${pages} / ${pages}`);
});
