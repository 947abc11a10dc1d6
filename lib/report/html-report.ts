import { visibleText } from "@/lib/core/visible-text";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { reportBlocks } from "@/lib/report/report-blocks";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text that HTML shows as it is, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; --text: #1a1f26; --dim: #57606a; --line: #d5dae0; --back: #fff; --head: #f4f6f8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e8ed; --dim: #9aa4af; --line: #343b44; --back: #12161b; --head: #1b2128; }
}
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.25rem; }
h1, h2, h3, td, dd, li { overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; }
caption { padding: .25rem 0; color: var(--dim); font-weight: 600; text-align: left; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; min-width: 4rem; }
th { background: var(--head); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; } dt { color: var(--dim); } dd { margin: 0; }
@media print {
  :root { --text: #000; --dim: #444; --line: #bbb; --back: #fff; --head: #eee; }
  body { max-width: none; padding: 0; font-size: 10pt; } .wide { overflow: visible; }
  tr, h2, h3 { break-inside: avoid; break-after: auto; } thead { display: table-header-group; }
}`;

function cell(tag: "th" | "td", text: string, numeric: boolean | undefined): string {
  const scope = tag === "th" ? ' scope="col"' : "";
  return `<${tag}${scope}${numeric ? ' class="n"' : ""}>${escapeHtml(text)}</${tag}>`;
}

function htmlBlock(block: ReportBlock): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p>${escapeHtml(block.text)}</p>`;
    case "list":
      return `<h3>${escapeHtml(block.label)}</h3>\n<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
    case "facts":
      return `<dl>${block.facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`;
    case "table": {
      const head = block.columns.map(({ name, numeric }) => cell("th", name, numeric)).join("");
      const body = block.rows.map(
        (cells) => `<tr>${cells.map((text, at) => cell("td", text, block.columns[at]?.numeric)).join("")}</tr>`,
      );
      return `<div class="wide"><table><caption>${escapeHtml(block.caption)}</caption><thead><tr>${head}</tr></thead>\n<tbody>${body.join("\n")}</tbody></table></div>`;
    }
  }
}

/** Whole documents as one HTML page that needs nothing else: no script, no address of anywhere. */
export function htmlReport(documents: readonly InvestigationV1[]): string {
  const names = documents.map(({ indicator }) => indicator.ip ?? "no indicator").join(", ");
  const articles = documents.map(
    (document) => `<article>\n${reportBlocks(document).map(htmlBlock).join("\n")}\n</article>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(`Threadline: ${names}`)}</title>
<style>${STYLE}
</style>
</head>
<body>
${articles.join("\n")}
</body>
</html>
`;
}
