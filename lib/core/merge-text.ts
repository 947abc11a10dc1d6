import { diff3Merge } from "node-diff3";

/** A text as it is kept, and how often it was changed. */
export interface KeptText {
  text: string;
  version: number;
}

/** What someone made of a text: the text they began with, which version that was, and theirs. */
export interface TextEdit extends KeptText {
  base: string;
}

/**
 * What comes of an edit: kept as it is, kept together with what others changed meanwhile, or neither, since both changed the
 * same words. `text` and `version` are the kept ones, after the first two the edit's.
 */
export interface EditOutcome extends KeptText {
  state: "saved" | "merged" | "conflict";
}

/** Comparing takes time by how often words repeat in both texts: some tenths of a second at this many pairs. */
const MOST_PAIRS = 2_000_000;

/**
 * An edit of a text that others may have changed since: nobody's words go without being seen. A merged text of more than `most`
 * characters is a conflict too. Pure: whoever calls keeps the text, under the version that is given, unless it is a conflict.
 */
export function takeEdit(kept: KeptText, edit: TextEdit, most: number): EditOutcome {
  if (edit.text === kept.text) return { state: "saved", ...kept };
  const version = kept.version + 1;
  if (edit.version === kept.version) return { state: "saved", text: edit.text, version };
  const text = mergeTexts(edit.base, edit.text, kept.text);
  if (text === null || text.length > most) return { state: "conflict", ...kept };
  return text === kept.text ? { state: "saved", ...kept } : { state: "merged", text, version };
}

/**
 * Puts together what two people made of one text, word by word (three-way merge of node-diff3): every word that either of them
 * wrote is in it. Null where both changed the same place differently, or where comparing would take too long.
 */
export function mergeTexts(base: string, mine: string, theirs: string): string | null {
  for (const cut of [cutWords, cutLines]) {
    const [o, a, b] = [cut(base), cut(mine), cut(theirs)];
    if (pairs(o, a) + pairs(o, b) > MOST_PAIRS) continue;
    const parts = diff3Merge(a, o, b, { excludeFalseConflicts: true });
    return parts.every(({ ok }) => ok) ? parts.flatMap(({ ok }) => ok ?? []).join("") : null;
  }
  return null;
}

/** Words and what stands between them; together they are the text. */
const cutWords = (text: string) => text.split(/(\s+)/);
const cutLines = (text: string) => text.split(/(?<=\n)/);

/** How many pairs of equal pieces there are. */
function pairs(one: readonly string[], other: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const piece of one) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return other.reduce((sum, piece) => sum + (counts.get(piece) ?? 0), 0);
}
