const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const DIGITS = /^\d+$/;

/**
 * A DNS name as names are compared: lower case, ASCII (letters of other scripts as punycode), without the trailing dot;
 * null for text that is none. A name has two labels at least, and its last is no number, so that a mistyped address is none.
 */
export function canonicalName(text: string): string | null {
  const plain = asciiName(text.toLowerCase().replace(/\.$/, ""));
  if (plain === null || plain.length > 253) return null;
  const labels = plain.split(".");
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  return DIGITS.test(labels.at(-1) ?? "") ? null : plain;
}

/** Letters of other scripts as the name is asked for on the wire. */
function asciiName(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is what is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  if (/[\s/?#@:\\[\]%]/.test(text)) return null;
  const url = `http://${text}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}
