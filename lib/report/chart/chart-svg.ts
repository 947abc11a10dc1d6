import type { ReportChart } from "@/lib/report/chart/chart.types";
import { chartShapes, chartWords, type Shape } from "@/lib/report/chart/chart-shapes";
import { escapeHtml } from "@/lib/report/escape-html";
import type { ReportTimes } from "@/lib/report/telling";

const WIDTH = 720;
const places = (value: number) => String(Math.round(value * 100) / 100);

function svgShape(shape: Shape): string {
  switch (shape.kind) {
    case "bar":
    case "gap": {
      const { x, y, width, height } = shape;
      const look = shape.kind === "gap" ? 'class="gap" fill="url(#gap)"' : `class="${shape.tone}"`;
      return `<rect ${look} x="${places(x)}" y="${places(y)}" width="${places(width)}" height="${places(height)}"/>`;
    }
    case "line":
      return `<line x1="${places(shape.x1)}" y1="${places(shape.y1)}" x2="${places(shape.x2)}" y2="${places(shape.y2)}"/>`;
    case "text":
      return `<text x="${places(shape.x)}" y="${places(shape.y)}" text-anchor="${shape.anchor}">${escapeHtml(shape.text)}</text>`;
  }
}

/** A chart as a picture in HTML; its colours are the page's. */
export function chartSvg(chart: ReportChart, times: ReportTimes): string {
  const clock = (ms: number) => times.instant(new Date(ms).toISOString());
  const { width, height, shapes } = chartShapes(chart, WIDTH, clock);
  const hatch =
    '<defs><pattern id="gap" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>';
  return `<figure><figcaption>${escapeHtml(chart.caption)}</figcaption>
<svg viewBox="0 0 ${places(width)} ${places(height)}" role="img" aria-label="${escapeHtml(chartWords(chart))}">${hatch}${shapes.map(svgShape).join("")}</svg></figure>`;
}
