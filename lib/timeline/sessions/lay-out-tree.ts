import type { SessionNode, SessionTree } from "@/lib/ledger/sessions/tree/tree.types";

/** Lines of what led to the wanted sessions: so many above each, and so many in all. */
const MOST_ABOVE = 64;
const MOST_LINES = 1_000;

export interface TreeLine {
  node: SessionNode;
  /** Below the topmost line of its branch that is shown. */
  depth: number;
  /** How many sessions led to this one that are not shown; 0 but for the first line of a branch that is cut. */
  above: number;
}

/**
 * The wanted sessions and those that led to them, in the order of the tree. Records can make a chain of any length: what
 * stands far above is left out, and counted. Pure.
 */
export function layOutTree(tree: SessionTree, wanted: readonly SessionNode[]): TreeLine[] {
  const parentOf = ({ parentId }: SessionNode) => (parentId === null ? undefined : tree.nodes.get(parentId));
  const shown = new Set(wanted.map(({ id }) => id));
  for (const node of wanted) {
    let at = parentOf(node);
    for (let steps = 0; at && steps < MOST_ABOVE && shown.size < MOST_LINES; steps++) {
      // What leads to a wanted one is walked from there.
      if (shown.has(at.id)) break;
      shown.add(at.id);
      at = parentOf(at);
    }
  }
  const lines = new Map<string, TreeLine>();
  const waiting = [...tree.roots].reverse();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = tree.nodes.get(id);
    if (!node) continue;
    for (let at = node.children.length - 1; at >= 0; at--) waiting.push(node.children[at] as string);
    if (!shown.has(id)) continue;
    const parent = node.parentId === null ? undefined : lines.get(node.parentId);
    lines.set(id, { node, depth: parent ? parent.depth + 1 : 0, above: parent ? 0 : node.depth });
  }
  return [...lines.values()];
}
