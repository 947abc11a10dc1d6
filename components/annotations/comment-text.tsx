"use client";

import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { markTextTree } from "@/components/annotations/mark-text-tree";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { Mentionable } from "@/lib/core/mentions";

const LINK = /^(?:https?:\/\/|mailto:)/i;

/** Headings are words of a comment, not of the page's outline. */
const heading: Components["h1"] = ({ children }) => <p className="font-semibold">{children}</p>;

const LOOKS: Components = {
  ...{ h1: heading, h2: heading, h3: heading, h4: heading, h5: heading, h6: heading },
  a: ({ href, children }) =>
    href === undefined || !LINK.test(href) ? (
      children
    ) : (
      <a href={href} rel="noopener noreferrer nofollow" target="_blank" className="text-flow underline">
        {children}
      </a>
    ),
  // Nothing is fetched from elsewhere: a picture is told of in words.
  img: ({ alt }) => <span className="text-dim">[picture{alt ? `: ${alt}` : ""}]</span>,
  mark: ({ children }) => <mark className="rounded bg-flow/12 px-0.5 font-medium text-text">{children}</mark>,
  code: ({ children }) => <code className="rounded bg-soft px-1 font-mono text-sm">{children}</code>,
  pre: ({ children }) => (
    <ScrollRegion label="Code of a comment" className="overflow-x-auto rounded-md bg-soft px-2 py-1.5">
      <pre>{children}</pre>
    </ScrollRegion>
  ),
  blockquote: ({ children }) => <blockquote className="border-line border-l-2 pl-2.5 text-dim">{children}</blockquote>,
  ul: ({ children }) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal pl-5">{children}</ol>,
  // Without its id: a footnote's would be that of another comment too.
  li: ({ children }) => <li>{children}</li>,
  input: ({ checked }) => <span>{checked ? "☑" : "☐"}</span>,
  table: ({ children }) => (
    <ScrollRegion label="Table of a comment" className="overflow-x-auto">
      <table className="border-collapse [&_td]:border [&_td]:border-line [&_td]:px-2 [&_th]:border [&_th]:border-line [&_th]:px-2">
        {children}
      </table>
    </ScrollRegion>
  ),
};

const TAKEN = [
  ...[
    "p",
    "a",
    "img",
    "em",
    "strong",
    "del",
    "mark",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "input",
    "hr",
    "br",
  ],
  ...["table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"],
];

/** A comment's Markdown. HTML in it stays text, links lead to the web or to a mail only, and nothing is fetched. */
export default function CommentText({ text, people }: { text: string; people: readonly Mentionable[] }) {
  return (
    <div className="grid gap-1.5 [overflow-wrap:anywhere]">
      <Markdown
        remarkPlugins={[[remarkGfm, { singleTilde: false }]]}
        rehypePlugins={[markTextTree(people)]}
        components={LOOKS}
        allowedElements={TAKEN}
        unwrapDisallowed
      >
        {text}
      </Markdown>
    </div>
  );
}
