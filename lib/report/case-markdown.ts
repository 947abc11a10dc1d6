import type { CaseReport } from "@/lib/report/case-report";
import { escapeMarkdown, markdownBlock } from "@/lib/report/markdown-report";

/** A case's report as Markdown, with footnotes as GitHub writes them. */
export function caseMarkdown({ title, classification, facts, sections }: CaseReport): string {
  const mark = classification === "" ? [] : [`**${escapeMarkdown(classification)}**`];
  const parts = [
    ...mark,
    `# ${escapeMarkdown(title)}`,
    markdownBlock({ kind: "facts", facts }),
    markdownBlock({ kind: "contents", entries: sections.map(({ title: text, id }) => ({ text, anchor: id })) }),
    ...sections.flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      ...section.blocks.map((block) => markdownBlock(block, 1)),
    ]),
    ...mark,
  ];
  return `${parts.join("\n\n")}\n`;
}
