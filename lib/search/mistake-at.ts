import type { SyntaxNode } from "@lezer/common";
import type { Mistake } from "@/lib/search/query.types";

/** What the parser stumbled over, in words: where it stands and what was expected. */
export function mistakeAt(error: SyntaxNode, text: string): Mistake {
  const parent = error.parent?.name ?? "";
  const opened = error.parent?.getChild("(") ?? error.parent?.getChild("[");
  if (error.from === error.to && opened && (parent === "Group" || parent === "Values"))
    return { from: opened.from, to: opened.to, message: "expected a closing ) of this bracket" };
  if (parent === "Range" || parent === "RangeEnd")
    return { ...spanOf(error, text), message: "expected a range such as [1 TO 5], with * for no end" };
  if (parent === "Comparison") return { ...spanOf(error, text), message: "expected a value behind this sign" };
  const stands = text.slice(error.from, error.to).trim();
  if (stands.startsWith(")")) return { ...spanOf(error, text), message: "expected an opening ( before this bracket" };
  if (stands.startsWith("<") || stands.startsWith(">"))
    return { ...spanOf(error, text), message: "expected a field before this sign, such as bytes:>1MB" };
  return { ...spanOf(error, text), message: "expected a condition, such as peer:198.51.100.77 or a text" };
}

/** Where something is missing, what stands before it is marked. */
function spanOf({ from, to }: { from: number; to: number }, text: string): { from: number; to: number } {
  if (from < to) return { from, to };
  const before = /\S+\s*$/.exec(text.slice(0, from))?.index;
  return before === undefined ? { from: 0, to: Math.min(1, text.length) } : { from: before, to: from };
}
