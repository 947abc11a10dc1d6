import { visibleText } from "@/lib/core/visible-text";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { chartWords } from "@/lib/report/chart/chart-shapes";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { reportBlocks } from "@/lib/report/report-blocks";

/** Text that Markdown shows as it is: nothing in it is a link, markup, HTML or the end of a cell. */
export function escapeMarkdown(text: string): string {
  return (
    visibleText(text)
      .replace(/[\\`*_{}[\]()#+!|<>~$&]/g, "\\$&")
      // Bare addresses and a name with an @ would be made links; a line's first mark would begin a list or rule.
      .replace(/:\/\//g, ":\\//")
      .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`)
      .replace(/@/g, "\\@")
      .replace(/^(\s*\d+)([.)])/, "$1\\$2")
      .replace(/^(\s*)([-=])/, "$1\\$2")
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Marks of the footnotes of a figure, as GitHub's Markdown has them. */
function marks(notes: readonly number[] | undefined): string {
  return (notes ?? []).map((note) => `[^${note}]`).join("");
}

/** One block; `deeper` lets headings stand below those around them. */
export function markdownBlock(block: ReportBlock, deeper = 0): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level + deeper)} ${escapeMarkdown(block.text)}`;
    case "paragraph":
      return `${escapeMarkdown(block.text)}${marks(block.notes)}`;
    case "list": {
      const items = block.items.map((item, at) => `- ${escapeMarkdown(item)}${marks(block.notes?.[at])}`);
      return [`**${escapeMarkdown(block.label)}**`, "", ...items].join("\n");
    }
    case "facts":
      return block.facts
        .map(
          ([name, value], at) => `- **${escapeMarkdown(name)}:** ${escapeMarkdown(value)}${marks(block.notes?.[at])}`,
        )
        .join("\n");
    case "contents":
      return block.entries.map(({ text }) => `1. ${escapeMarkdown(text)}`).join("\n");
    case "footnotes":
      return block.notes.map(({ number, text }) => `[^${number}]: ${escapeMarkdown(text)}`).join("\n");
    case "chart":
      return `_${escapeMarkdown(block.caption)}: ${escapeMarkdown(chartWords(block))}_`;
    case "table":
      return [
        `**${escapeMarkdown(block.caption)}**`,
        "",
        row(block.columns.map(({ name }) => escapeMarkdown(name))),
        row(block.columns.map(({ numeric }) => (numeric ? "---:" : "---"))),
        ...block.rows.map((cells, number) =>
          row(cells.map((text, at) => `${escapeMarkdown(text)}${at === 0 ? marks(block.notes?.[number]) : ""}`)),
        ),
      ].join("\n");
  }
}

/** The whole document as Markdown. */
export function markdownReport(document: InvestigationV1): string {
  return `${reportBlocks(document)
    .map((block) => markdownBlock(block))
    .join("\n\n")}\n`;
}
