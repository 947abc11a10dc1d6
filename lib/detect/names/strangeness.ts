/**
 * How surprising each letter is after the one before it, in quarters of a bit as places of this alphabet. A row is the letter
 * before (a to z, then a word's beginning), a column the letter itself (a to z, then a word's end). Counted over the 58,133
 * different words of three letters and more in the names of packages of the npm registry: words, brands and abbreviations.
 */
const QUARTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAIRS = [
  "eSQTeaTfTgXOSNgQnNPNWXbdWcP",
  "MXYbNddeOZgMacNblQRaPgjgWlN",
  "NgZcPdiMUjORbhKboQUPUkjiamP",
  "NVYXJYYeNdaWZcObrTTaVeceZkK",
  "SWSSVYafaedRUOaWfKPRdWaVagL",
  "PdacPRhhKhgObdNenQVSSjgdPlO",
  "QcabJcWSOfiSYUPakOUbSjghaiK",
  "KbbaKfijNfeZZaNbZUZRSkflUoL",
  "UWPSTTTlghZRSKQUgUQOdVkZlWQ",
  "NcbbOeieSfddcfPZcdEeSfchjlW",
  "OYbYKcbaMccVZYQanWQWTfdkVjJ",
  "McaVKdeiLgcPbhMareUUTdikUkN",
  "JUZXLdehNffVUbNQhbUbTfgjZoN",
  "QbRPNXOeQcWadXRZldQMYZghZgL",
  "XWRSdYVfYbXQRLSSmMSSRXVZeiP",
  "MeZZLedTPgdPadORnNTSVighZnN",
  "WbaaYeefVgjNabXYcTXZFgZihlK",
  "MaVVKcYhOfWYVZNZmXSRWZhiVmL",
  "UdSbOdgRRfYYWbSTdeRLUcaiXnI",
  "NcVcLcgSMehYZfOaoPSUWibhUhK",
  "TSUSRZWkQjbPQMdRoNNOgfkZheT",
  "MdYeGeYfJgfZZdRcraXZUfiicoN",
  "KdYZKbdTMhcXaSNYsURYbjehdoO",
  "TZUYQbbbQagWTeVQoZUMZgdbUiG",
  "RWVXTYZdZadTUSUOjXRTXdaiibG",
  "NbYbHgfXOeZXZbOcrZZdSgdgTSL",
  "QSPRTSUUUWWTQUVQcRNQWWVccb/",
];
const EDGE = 26;
const BITS = PAIRS.map((row) => Array.from(row, (mark) => QUARTERS.indexOf(mark) / 4));
/** In fewer characters chance makes words, and people make abbreviations. */
const LEAST_CHARACTERS = 8;
/** Letters and digits that take turns are no word, whatever the letters are. */
const MOST_TURNS = 4;
const MIXED_BITS = 6;

/**
 * How unlike a word or a brand a label of a name is, in bits a letter: by pairs of letters, about 3.8 for words and 5.6 for letters
 * of chance. 0 for what is too short to tell, and for names in other scripts (`xn--`). Words put together by chance are not told.
 */
export function strangeness(label: string): number {
  if (label.length < LEAST_CHARACTERS || label.startsWith("xn--")) return 0;
  const turns = label.match(/[a-z](?=[0-9])|[0-9](?=[a-z])/g)?.length ?? 0;
  if (turns >= MOST_TURNS) return MIXED_BITS;
  let [bits, pairs, before] = [0, 0, EDGE];
  for (const char of `${label}.`) {
    const code = char.charCodeAt(0) - 97;
    const letter = code >= 0 && code < EDGE ? code : EDGE;
    if (before === EDGE && letter === EDGE) continue;
    bits += BITS[before]?.[letter] ?? 0;
    pairs += 1;
    before = letter;
  }
  return pairs === 0 ? 0 : bits / pairs;
}
