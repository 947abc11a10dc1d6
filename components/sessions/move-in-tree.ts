interface Line {
  id: string;
  parentId: string | null;
}

/** The lines that stand open: those under a closed one are left out. `lines` hold parents before their children. */
export function shownLines<T extends Line>(lines: readonly T[], closed: ReadonlySet<string>): T[] {
  const hidden = new Set<string>();
  return lines.filter(({ id, parentId }) => {
    const isHidden = parentId !== null && (hidden.has(parentId) || closed.has(parentId));
    if (isHidden) hidden.add(id);
    return !isHidden;
  });
}

/** What a key does at a line of a tree, after the ARIA pattern for tree grids; null for keys that mean nothing there. */
export function moveInTree(
  key: string,
  id: string,
  tree: {
    lines: readonly Line[];
    shown: readonly Line[];
    closed: ReadonlySet<string>;
    parents: ReadonlySet<string>;
  },
): { to?: string | undefined; fold?: boolean } | null {
  const { shown, closed, parents } = tree;
  const at = shown.findIndex((line) => line.id === id);
  const isOpen = parents.has(id) && !closed.has(id);
  switch (key) {
    case "ArrowDown":
      return { to: shown[Math.min(at + 1, shown.length - 1)]?.id };
    case "ArrowUp":
      return { to: shown[Math.max(at - 1, 0)]?.id };
    case "Home":
      return { to: shown[0]?.id };
    case "End":
      return { to: shown.at(-1)?.id };
    case "ArrowRight":
      if (!parents.has(id)) return {};
      return isOpen ? { to: shown[at + 1]?.id } : { fold: false };
    case "ArrowLeft":
      return isOpen ? { fold: true } : { to: shown[at]?.parentId ?? id };
    default:
      return null;
  }
}
