import { findMentions, type Mentionable } from "@/lib/core/mentions";
import { visibleText } from "@/lib/core/visible-text";

/** As much of a tree of HTML as is looked at here. */
export interface TextNode {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: TextNode[];
}

/** A step of the Markdown reader: shows what hides in texts, and makes who is named in them `<mark>`. Code stays as it is. */
export function markTextTree(people: readonly Mentionable[]): () => (tree: TextNode) => void {
  const walk = (node: TextNode, isCode: boolean): void => {
    const within = isCode || node.tagName === "code";
    node.children = node.children?.flatMap((child) => {
      if (child.type !== "text") {
        walk(child, within);
        return [child];
      }
      return within ? [textOf(child.value ?? "")] : cutText(child.value ?? "", people);
    });
  };
  return () => (tree) => walk(tree, false);
}

const textOf = (value: string): TextNode => ({ type: "text", value: visibleText(value, { lines: true }) });

function cutText(value: string, people: readonly Mentionable[]): TextNode[] {
  const pieces: TextNode[] = [];
  let at = 0;
  for (const { userId, from, to } of findMentions(value, people)) {
    pieces.push(textOf(value.slice(at, from)), {
      ...{ type: "element", tagName: "mark", properties: { title: userId } },
      children: [textOf(value.slice(from, to))],
    });
    at = to;
  }
  return [...pieces, textOf(value.slice(at))];
}
