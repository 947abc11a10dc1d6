import { INK, type PdfPage } from "@/lib/exports/pdf/pdf-page";
import type { ChartTone, ReportChart } from "@/lib/report/chart/chart.types";
import { chartShapes, chartWords } from "@/lib/report/chart/chart-shapes";
import type { ReportTimes } from "@/lib/report/telling";

const TONES: Record<ChartTone, string> = {
  ...{ flag: "#c2410c", flow: "#2563a8", dns: "#0f766e", api: "#7c3aed", rest: "#94a3b8" },
};
const HATCH = 5;

/** The lanes of a chart as lines and bars, with words for who cannot see them. */
export function pdfChart(page: PdfPage, chart: ReportChart, times: ReportTimes): void {
  const clock = (ms: number) => times.instant(new Date(ms).toISOString());
  const { height, shapes } = chartShapes(chart, page.width, clock);
  page.room(height + 20);
  page.paragraph(chart.caption, { size: 8, weight: 700, color: INK.dim, after: 2 });
  const { doc, left, y: top } = page;
  const draw = () => {
    for (const shape of shapes) {
      if (shape.kind === "bar")
        doc.rect(left + shape.x, top + shape.y, shape.width, shape.height).fill(TONES[shape.tone]);
      else if (shape.kind === "gap") hatch(page, left + shape.x, top + shape.y, shape.width, shape.height);
      else if (shape.kind === "line")
        doc
          .moveTo(left + shape.x1, top + shape.y1)
          .lineTo(left + shape.x2, top + shape.y2)
          .lineWidth(0.5)
          .strokeColor(INK.line)
          .stroke();
      else {
        const [line] = page.text.lines(shape.text, { size: 6.5, width: 10_000 });
        const shift = { start: 0, middle: 0.5, end: 1 }[shape.anchor];
        if (line)
          page.text.draw(line, left + shape.x - line.width * shift, top + shape.y - 7, { size: 6.5, color: INK.dim });
      }
    }
  };
  page.tagged("Figure", draw, { alt: chartWords(chart) });
  page.y = top + height + 8;
}

/** What is not recorded: slanted lines in its frame. */
function hatch({ doc }: PdfPage, x: number, y: number, width: number, height: number): void {
  doc.save().rect(x, y, width, height).clip();
  for (let at = x - height; at < x + width; at += HATCH) doc.moveTo(at, y + height).lineTo(at + height, y);
  doc.lineWidth(0.4).strokeColor(TONES.rest).stroke().restore();
}
