import type { CaseReport } from "@/lib/report/case-report";
import { escapeHtml } from "@/lib/report/escape-html";
import { htmlBlock, htmlPage } from "@/lib/report/html-report";

/** A case's report as one HTML page with its pictures inside and no script. */
export function caseHtml({ title, classification, logo, times, facts, sections }: CaseReport): string {
  const mark = classification === "" ? "" : `<p class="class">${escapeHtml(classification)}</p>`;
  const entries = sections.map((section) => ({ text: section.title, anchor: section.id }));
  const body = [
    mark,
    // The settings let nothing but base64 of a PNG or JPEG be a logo.
    logo === null ? "" : `<p><img class="logo" alt="" src="${escapeHtml(logo)}"></p>`,
    `<h1>${escapeHtml(title)}</h1>`,
    htmlBlock({ kind: "facts", facts }),
    htmlBlock({ kind: "contents", entries }),
    ...sections.map(
      (section) =>
        `<section aria-labelledby="${section.id}">\n<h2 id="${section.id}">${escapeHtml(section.title)}</h2>\n${section.blocks.map((block) => htmlBlock(block, times, 1)).join("\n")}\n</section>`,
    ),
    mark,
  ];
  return htmlPage(title, `<main>\n${body.filter((part) => part !== "").join("\n")}\n</main>`);
}
