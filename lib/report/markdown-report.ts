import { visibleText } from "@/lib/core/visible-text";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
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

function markdownBlock(block: ReportBlock): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case "paragraph":
      return escapeMarkdown(block.text);
    case "list":
      return [`**${escapeMarkdown(block.label)}**`, "", ...block.items.map((item) => `- ${escapeMarkdown(item)}`)].join(
        "\n",
      );
    case "facts":
      return block.facts.map(([name, value]) => `- **${escapeMarkdown(name)}:** ${escapeMarkdown(value)}`).join("\n");
    case "table":
      return [
        `**${escapeMarkdown(block.caption)}**`,
        "",
        row(block.columns.map(({ name }) => escapeMarkdown(name))),
        row(block.columns.map(({ numeric }) => (numeric ? "---:" : "---"))),
        ...block.rows.map((cells) => row(cells.map(escapeMarkdown))),
      ].join("\n");
  }
}

/** The whole document as Markdown. */
export function markdownReport(document: InvestigationV1): string {
  return `${reportBlocks(document).map(markdownBlock).join("\n\n")}\n`;
}
