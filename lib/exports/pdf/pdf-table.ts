import { INK, type PdfPage } from "@/lib/exports/pdf/pdf-page";
import type { Line } from "@/lib/exports/pdf/pdf-text";
import type { ReportTable } from "@/lib/report/report-block.types";

const SIZE = 6.8;
const PAD = 3;
const LEAST = 30;
const MOST = 170;
const MEASURED_ROWS = 200;

const withNotes = (text: string, notes: readonly number[] | undefined) =>
  notes && notes.length > 0 ? `${text} [${notes.join(", ")}]` : text;

/** A table, its head again on each page; a row that is taller than a page goes on on the next one. */
export function pdfTable(page: PdfPage, { caption, columns, rows, notes }: ReportTable): void {
  page.room(60);
  page.paragraph(caption, { size: 8, weight: 700, type: "P", color: INK.dim, after: 2 });
  const texts = rows.map((cells, row) => cells.map((text, at) => (at === 0 ? withNotes(text, notes?.[row]) : text)));
  const widths = columnWidths(page, columns, texts);
  const set = (cells: readonly string[], weight: 400 | 700) =>
    cells.map((text, at) => page.text.lines(text, { size: SIZE, weight, width: (widths[at] ?? LEAST) - 2 * PAD }));
  const head = set(
    columns.map(({ name }) => name),
    700,
  );
  page.within("Table", (table) => {
    const draw = (cells: Line[][], tag: "TH" | "TD") => {
      const row = page.doc.struct("TR");
      table.add(row);
      const height = rowHeight(page, cells);
      const top = page.y;
      let x = page.left;
      cells.forEach((lines, at) => {
        const left = x;
        const width = widths[at] ?? LEAST;
        const cell = page.doc.struct(tag, {}, () =>
          drawLines(page, lines, { left, top, width, numeric: columns[at]?.numeric === true }),
        );
        row.add(cell);
        cell.end();
        x += width;
      });
      row.end();
      page.y = top + height;
      page.artifact(() =>
        page.doc
          .moveTo(page.left, page.y)
          .lineTo(page.left + page.width, page.y)
          .lineWidth(0.4)
          .strokeColor(INK.line)
          .stroke(),
      );
    };
    const drawHead = (tag: "TH" | null) => {
      const height = rowHeight(page, head);
      page.artifact(() => page.doc.rect(page.left, page.y, page.width, height).fill(INK.head));
      if (tag !== null) return draw(head, tag);
      const top = page.y;
      page.artifact(() => {
        let x = page.left;
        head.forEach((lines, at) => {
          const width = widths[at] ?? LEAST;
          drawLines(page, lines, { left: x, top, width, numeric: columns[at]?.numeric === true });
          x += width;
        });
      });
      page.y = top + height;
    };
    drawHead("TH");
    for (const cells of texts) {
      let left = set(cells, 400);
      while (left.some((lines) => lines.length > 0)) {
        if (page.room(Math.min(rowHeight(page, left), page.lineHeight(SIZE) * 4 + 2 * PAD))) drawHead(null);
        const fits = Math.max(1, Math.floor((page.bottom - page.y - 2 * PAD) / page.lineHeight(SIZE)));
        draw(
          left.map((lines) => lines.slice(0, fits)),
          "TD",
        );
        left = left.map((lines) => lines.slice(fits));
      }
    }
  });
  page.y += 8;
}

function rowHeight(page: PdfPage, cells: readonly Line[][]): number {
  return Math.max(1, ...cells.map(({ length }) => length)) * page.lineHeight(SIZE) + 2 * PAD;
}

function drawLines(
  page: PdfPage,
  lines: readonly Line[],
  { left, top, width, numeric }: { left: number; top: number; width: number; numeric: boolean },
): void {
  lines.forEach((line, at) => {
    const x = numeric ? left + width - PAD - line.width : left + PAD;
    page.text.draw(line, x, top + PAD + at * page.lineHeight(SIZE), { size: SIZE, color: INK.text });
  });
}

/** As wide as what stands in a column, no narrower than a word of its name, and together as wide as the page. */
function columnWidths(page: PdfPage, columns: ReportTable["columns"], rows: readonly string[][]): number[] {
  const widest = (texts: readonly string[]) => {
    const widths = texts.map(
      (text) => page.text.lines(text, { size: SIZE, weight: 700, width: 10_000 })[0]?.width ?? 0,
    );
    // A little more than it measures, or the last letter falls on a line of its own.
    return Math.min(Math.max(Math.max(...widths) + 2 * PAD + 0.5, LEAST), MOST);
  };
  const words = columns.map(({ name }) => widest(name.split(" ")));
  const least = words.reduce((total, width) => total + width, 0) <= page.width ? words : words.map(() => LEAST);
  const natural = columns.map(({ name }, at) =>
    widest([name, ...rows.slice(0, MEASURED_ROWS).map((cells) => (cells[at] ?? "").slice(0, 60))]),
  );
  const sum = natural.reduce((total, width) => total + width, 0);
  if (sum <= page.width) return natural.map((width) => (width * page.width) / sum);
  const spare = page.width - least.reduce((total, width) => total + width, 0);
  const wanted = sum - page.width + spare;
  return natural.map((width, at) => {
    const from = least[at] ?? LEAST;
    return from + ((width - from) * Math.max(spare, 0)) / Math.max(wanted, 1);
  });
}
