import { visibleText } from "@/lib/core/visible-text";
import { fontSubsets, type Subset } from "@/lib/exports/pdf/font-set";

export type Weight = 400 | 700;

interface Run {
  text: string;
  /** Name of a registered font. */
  font: string;
}

/** One line, ready to draw. */
export interface Line {
  runs: Run[];
  width: number;
}

type Doc = PDFKit.PDFDocument;

const RISE = 1.06;
/** A letter that stands with those around it as a word; others may begin a line. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Sets text of any script in embedded fonts: a character that no font has is shown as its code point. */
export class PdfText {
  readonly #doc: Doc;
  readonly #subsets = fontSubsets();
  readonly #faces = new Map<string, { has: (codePoint: number) => boolean }>();
  readonly #chosen = new Map<string, Run | null>();
  readonly #widths = new Map<string, number>();

  constructor(doc: Doc) {
    this.#doc = doc;
  }

  /** Breaks text into lines of a width, in points; a word that is too long is broken where it must be. */
  lines(text: string, { size, weight = 400, width }: { size: number; weight?: Weight; width: number }): Line[] {
    const lines: Line[] = [];
    let line = "";
    let used = 0;
    const end = () => {
      lines.push({ runs: this.#runs(line.trimEnd(), weight), width: this.#widthOf(line.trimEnd(), size, weight) });
      line = "";
      used = 0;
    };
    for (const word of wordsOf(visibleText(text))) {
      const wide = this.#widthOf(word, size, weight);
      if (used + wide <= width) {
        line += word;
        used += wide;
        continue;
      }
      if (line.trim() !== "") end();
      if (wide <= width) {
        line = word.trimStart();
        used = this.#widthOf(line, size, weight);
        continue;
      }
      for (const letter of word) {
        const more = this.#widthOf(letter, size, weight);
        if (used + more > width && line !== "") end();
        line += letter;
        used += more;
      }
    }
    if (line !== "" || lines.length === 0) end();
    return lines;
  }

  draw({ runs }: Line, x: number, y: number, { size, color }: { size: number; color: string }): void {
    let at = x;
    for (const { text, font } of runs) {
      this.#doc.font(font).fontSize(size).fillColor(color);
      // Fonts differ in how far their letters rise: what is of one line stands on one line.
      this.#doc.text(text, at, y + size * RISE, { lineBreak: false, baseline: "alphabetic" });
      at += this.#doc.widthOfString(text);
    }
  }

  #widthOf(text: string, size: number, weight: Weight): number {
    const key = `${weight} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = this.#runs(text, weight).reduce(
        (sum, run) => sum + this.#doc.font(run.font).fontSize(100).widthOfString(run.text),
        0,
      );
      this.#widths.set(key, width);
    }
    return (width * size) / 100;
  }

  #runs(text: string, weight: Weight): Run[] {
    const runs: Run[] = [];
    for (const character of text) {
      const face = this.#faceOf(character, weight);
      const shown = face ?? this.#faceOf("U", weight);
      if (!shown) continue;
      const own = face === null ? `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}>` : character;
      const last = runs.at(-1);
      if (last?.font === shown.font) last.text += own;
      else runs.push({ ...shown, text: own });
    }
    return runs;
  }

  #faceOf(character: string, weight: Weight): Run | null {
    const key = `${weight} ${character}`;
    const known = this.#chosen.get(key);
    if (known !== undefined) return known;
    const codePoint = character.codePointAt(0) ?? 0;
    let chosen: Run | null = null;
    for (const [at, subset] of this.#subsets.entries()) {
      if (!subset.ranges.some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
      const font = `${at}-${weight}`;
      if (!this.#open(font, subset, weight).has(codePoint)) continue;
      chosen = { text: "", font };
      break;
    }
    this.#chosen.set(key, chosen);
    return chosen;
  }

  #open(font: string, subset: Subset, weight: Weight) {
    const known = this.#faces.get(font);
    if (known) return known;
    this.#doc.registerFont(font, subset.path(weight)).font(font);
    // PDFKit's types leave out what its fonts can tell.
    const opened = this.#doc as unknown as { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } };
    const { font: face } = opened._font;
    const told = { has: (codePoint: number) => face.hasGlyphForCodePoint(codePoint) };
    this.#faces.set(font, told);
    return told;
  }
}

/** Words with the spaces behind them; letters of scripts without spaces each by itself. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const word of text.match(/\S*\s*/g) ?? []) {
    if (!WIDE.test(word)) words.push(word);
    else words.push(...word);
  }
  return words.filter((word) => word !== "");
}
