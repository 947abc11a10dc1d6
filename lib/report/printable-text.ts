// What steers a terminal or turns text around: controls, format characters (bidi, zero width), odd line ends, lone halves.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text of a log as it may be shown anywhere: what would steer a terminal or hide text is shown as its code point. */
export function printableText(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );
}

/** JSON that means the same and steers no terminal. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) =>
    character === "\n"
      ? character
      : Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
          .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
