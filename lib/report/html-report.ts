import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { chartSvg } from "@/lib/report/chart/chart-svg";
import { escapeHtml } from "@/lib/report/escape-html";
import { HTML_STYLE } from "@/lib/report/html-style";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { reportBlocks } from "@/lib/report/report-blocks";
import { type ReportTimes, UTC_TIMES } from "@/lib/report/telling";

/** Links to the footnotes of a figure. */
function marks(notes: readonly number[] | undefined): string {
  if (!notes || notes.length === 0) return "";
  return `<sup>${notes.map((note) => `<a href="#record-${note}">${note}</a>`).join(" ")}</sup>`;
}

function cell(tag: "th" | "td", text: string, numeric: boolean | undefined, notes?: readonly number[]): string {
  const scope = tag === "th" ? ' scope="col"' : "";
  return `<${tag}${scope}${numeric ? ' class="n"' : ""}>${escapeHtml(text)}${marks(notes)}</${tag}>`;
}

/** One block; `deeper` lets headings stand below those of the page around them. */
export function htmlBlock(block: ReportBlock, times: ReportTimes = UTC_TIMES, deeper = 0): string {
  switch (block.kind) {
    case "heading": {
      const tag = `h${block.level + deeper}`;
      const anchor = block.anchor === undefined ? "" : ` id="${escapeHtml(block.anchor)}"`;
      return `<${tag}${anchor}>${escapeHtml(block.text)}</${tag}>`;
    }
    case "paragraph":
      return `<p>${escapeHtml(block.text)}${marks(block.notes)}</p>`;
    case "list": {
      const items = block.items.map((item, at) => `<li>${escapeHtml(item)}${marks(block.notes?.[at])}</li>`);
      return `<h${3 + deeper}>${escapeHtml(block.label)}</h${3 + deeper}>\n<ul>${items.join("")}</ul>`;
    }
    case "facts": {
      const rows = block.facts.map(
        ([name, value], at) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}${marks(block.notes?.[at])}</dd>`,
      );
      return `<dl>${rows.join("")}</dl>`;
    }
    case "contents":
      return `<nav aria-label="Contents"><ol>${block.entries
        .map(({ text, anchor }) => `<li><a href="#${escapeHtml(anchor)}">${escapeHtml(text)}</a></li>`)
        .join("")}</ol></nav>`;
    case "footnotes":
      return `<ol class="records">${block.notes
        .map(({ number, text }) => `<li id="record-${number}" value="${number}">${escapeHtml(text)}</li>`)
        .join("\n")}</ol>`;
    case "chart":
      return chartSvg(block, times);
    case "table": {
      const head = block.columns.map(({ name, numeric }) => cell("th", name, numeric)).join("");
      const body = block.rows.map((cells, row) => {
        const drawn = cells.map((text, at) =>
          cell("td", text, block.columns[at]?.numeric, at === 0 ? block.notes?.[row] : undefined),
        );
        return `<tr>${drawn.join("")}</tr>`;
      });
      return `<div class="wide"><table><caption>${escapeHtml(block.caption)}</caption><thead><tr>${head}</tr></thead>\n<tbody>${body.join("\n")}</tbody></table></div>`;
    }
  }
}

/** A page that needs nothing else: no script, no address of anywhere. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>${HTML_STYLE}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** Whole documents as one HTML page. */
export function htmlReport(documents: readonly InvestigationV1[]): string {
  const names = documents.map(({ indicator }) => indicator.ip ?? "no indicator").join(", ");
  const articles = documents.map((document) => {
    const blocks = reportBlocks(document).map((block) => htmlBlock(block));
    return `<article>\n${blocks.join("\n")}\n</article>`;
  });
  return htmlPage(`Threadline: ${names}`, articles.join("\n"));
}
