import { type FieldName, isFieldName } from "@/lib/search/search-field";

/** What can be completed where the cursor stands: a field's name, or a value of a field; from where on the text is replaced. */
export type CompletionPlace =
  | { kind: "field"; from: number; typed: string }
  | { kind: "value"; field: FieldName; from: number; typed: string };

const NAME = /(?:^|[\s(-])([A-Za-z]*)$/;
const VALUE = /(?:^|[\s(-])([A-Za-z]+):("[^"]*|[^\s()"[\]<>]*)$/;
/** `port:(22 OR 33`: the last of the values in a field's brackets. */
const IN_BRACKETS = /(?:^|[\s(-])([A-Za-z]+):\((?:[^()]*[\s(-])?("[^"]*|[^\s()"[\]<>]*)$/;

/** What the text before the cursor, up to it, is about to say; null within a text that means itself. */
export function completionPlace(text: string, at: number): CompletionPlace | null {
  const before = text.slice(0, at);
  const [, name = "", typed = ""] = VALUE.exec(before) ?? IN_BRACKETS.exec(before) ?? [];
  const field = name.toLowerCase();
  if (isFieldName(field)) return { kind: "value", field, from: at - typed.length, typed: typed.replace(/^"/, "") };
  // An odd number of quotes: the cursor stands within one.
  if ((before.match(/"/g)?.length ?? 0) % 2 === 1) return null;
  const [, word] = NAME.exec(before) ?? [];
  return word === undefined ? null : { kind: "field", from: at - word.length, typed: word };
}
