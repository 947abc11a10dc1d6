// What steers or hides when it is shown: controls, format characters (bidi, zero width), odd line ends, lone halves,
// and characters that have no look of their own.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const HIDDEN_IN_LINES = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * Text of a log as it may be shown anywhere: a character that would turn the text around, steer a terminal or stay
 * unseen is shown as its code point, `<U+202E>`. With `lines`, line feeds and tabs stay what they are.
 */
export function visibleText(text: string, { lines = false } = {}): string {
  return text.replace(lines ? HIDDEN_IN_LINES : HIDDEN, mark);
}

function mark(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
