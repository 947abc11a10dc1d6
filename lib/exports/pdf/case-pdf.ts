import { buffer } from "node:stream/consumers";
import { drawableLogo } from "@/lib/exports/pdf/drawable-logo";
import { pdfChart } from "@/lib/exports/pdf/pdf-chart";
import { INK, PdfPage } from "@/lib/exports/pdf/pdf-page";
import { pdfTable } from "@/lib/exports/pdf/pdf-table";
import type { CaseReport } from "@/lib/report/case-report";
import type { ReportBlock } from "@/lib/report/report-block.types";

const SIZES = { 1: 14, 2: 11.5, 3: 10, 4: 9.5 };

/**
 * A case's report as a tagged PDF with embedded fonts, an outline, contents that lead to the sections, and charts as
 * vectors. `compress` is false where a test reads what is in it.
 */
export async function casePdf(report: CaseReport, { compress = true } = {}): Promise<Buffer> {
  // Loaded when one is made: no command that makes none waits for it.
  const { default: PDFDocument } = await import("pdfkit");
  const doc = new PDFDocument({
    ...{ size: "A4", margin: 0, bufferPages: true, compress, pdfVersion: "1.7", tagged: true, lang: "en" },
    ...{ displayTitle: true, font: null as unknown as string },
    info: { Title: report.title, Creator: "threadline", CreationDate: new Date(report.madeAt) },
  });
  const bytes = buffer(doc);
  const page = new PdfPage(doc);
  if (report.logo !== null) {
    const logo = drawableLogo(report.logo);
    page.tagged("Figure", () => doc.image(logo, page.left, page.y, { fit: [140, 46] }), { alt: "Logo" });
    page.y += 56;
  }
  page.paragraph(report.title, { size: 20, weight: 700, type: "H1", after: 8 });
  facts(page, report.facts, undefined);
  page.paragraph("Contents", { size: SIZES[2], weight: 700, type: "P" });
  const entries = report.sections.map(({ id, title }) => {
    page.room(14);
    const at = { y: page.y, number: doc.bufferedPageRange().count - 1 };
    doc.goTo(page.left, page.y, page.width, 12, id);
    page.paragraph(title, { size: 9, color: INK.link, after: 1 });
    return at;
  });
  const begins = report.sections.map(({ id, title, blocks }) => {
    page.y += 12;
    page.room(70);
    const number = doc.bufferedPageRange().count;
    doc.addNamedDestination(id, "XYZ", 0, page.y, null);
    const item = doc.outline.addItem(title);
    page.paragraph(title, { size: SIZES[1], weight: 700, type: "H2", after: 6 });
    for (const block of blocks) pdfBlock(page, block, report, (text) => item.addItem(text));
    return number;
  });
  const count = doc.bufferedPageRange().count;
  for (let at = 0; at < count; at++) {
    doc.switchToPage(at);
    page.artifact(() => {
      margin(page, `${at + 1} / ${count}`, doc.page.height - 34);
      if (report.classification !== "") margin(page, report.classification, 24);
      for (const [row, entry] of entries.entries()) if (entry.number === at) right(page, String(begins[row]), entry.y);
    });
  }
  doc.end();
  return bytes;
}

function margin(page: PdfPage, text: string, y: number): void {
  const [line] = page.text.lines(text, { size: 8, weight: 700, width: page.width });
  if (line) page.text.draw(line, page.left + (page.width - line.width) / 2, y, { size: 8, color: INK.dim });
}

function right(page: PdfPage, text: string, y: number): void {
  const [line] = page.text.lines(text, { size: 9, width: 60 });
  if (line) page.text.draw(line, page.left + page.width - line.width, y, { size: 9, color: INK.dim });
}

const marked = (text: string, notes: readonly number[] | undefined) =>
  notes && notes.length > 0 ? `${text} [${notes.join(", ")}]` : text;

function facts(
  page: PdfPage,
  rows: readonly [string, string][],
  notes: readonly (readonly number[])[] | undefined,
): void {
  for (const [at, [name, value]] of rows.entries())
    page.paragraph(`${name}: ${marked(value, notes?.[at])}`, { after: 1 });
  page.y += 6;
}

function pdfBlock(page: PdfPage, block: ReportBlock, { times }: CaseReport, outline: (text: string) => void): void {
  switch (block.kind) {
    case "heading":
      page.y += 6;
      page.room(40);
      if (block.level === 2) outline(block.text);
      page.paragraph(block.text, { size: SIZES[block.level], weight: 700, type: `H${block.level + 1}` });
      return;
    case "paragraph":
      page.paragraph(marked(block.text, block.notes));
      return;
    case "list":
      page.room(30);
      page.paragraph(block.label, { weight: 700, after: 1 });
      for (const [at, item] of block.items.entries())
        page.paragraph(`• ${marked(item, block.notes?.[at])}`, { indent: 8, after: 1 });
      page.y += 5;
      return;
    case "facts":
      facts(page, block.facts, block.notes);
      return;
    case "contents":
      for (const { text } of block.entries) page.paragraph(text, { after: 1 });
      return;
    case "footnotes":
      for (const { number, text } of block.notes)
        page.paragraph(`${number}. ${text}`, { size: 7, type: "Note", after: 1 });
      return;
    case "chart":
      pdfChart(page, block, times);
      return;
    case "table":
      pdfTable(page, block);
  }
}
