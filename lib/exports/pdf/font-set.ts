import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Fonts in the order in which they are asked, and whether they have a bold face. The plain files: fontkit cuts no WOFF2. */
const FONTS: [name: string, bold: boolean][] = [
  ["noto-sans", true],
  ["noto-sans-arabic", true],
  ["noto-sans-hebrew", true],
  ["noto-sans-thai", true],
  ["noto-sans-devanagari", true],
  ["kosugi", false],
  ["zcool-xiaowei", false],
  ["gowun-dodum", false],
];

export interface Subset {
  /** Of the file, for each weight. */
  path: (weight: 400 | 700) => string;
  ranges: [from: number, to: number][];
}

/** Where packages are installed: at or above the program's own file. */
function packagesFolder(): string {
  for (const start of [process.argv[1] ?? "", join(process.cwd(), "x")]) {
    for (let folder = dirname(start); folder !== dirname(folder); folder = dirname(folder)) {
      const found = join(folder, "node_modules");
      if (existsSync(join(found, "@fontsource/noto-sans/unicode.json"))) return found;
    }
  }
  throw new Error("The fonts of reports are not installed.");
}

let known: Subset[] | null = null;

/** Every part of every font, with the code points that it says it has. */
export function fontSubsets(): Subset[] {
  known ??= readSubsets(packagesFolder());
  return known;
}

function readSubsets(folder: string): Subset[] {
  return FONTS.flatMap(([name, bold]) => {
    const root = join(folder, "@fontsource", name);
    const ranges = JSON.parse(readFileSync(join(root, "unicode.json"), "utf8")) as Record<string, string>;
    const subsets = Object.entries(ranges).map(([subset, text]) => ({
      path: (weight: 400 | 700) =>
        join(root, "files", `${name}-${subset.replace(/[[\]]/g, "")}-${bold ? weight : 400}-normal.woff`),
      ranges: text.split(",").map(rangeOf),
    }));
    // The plain letters are what most texts are made of.
    return subsets.sort((a, b) => Number(hasLetterA(b)) - Number(hasLetterA(a)));
  });
}

const hasLetterA = ({ ranges }: Pick<Subset, "ranges">) => ranges.some(([from, to]) => from <= 0x41 && to >= 0x41);

/** `U+0-FF`, `U+20AC` */
function rangeOf(text: string): [number, number] {
  const [from = "", to = from] = text.trim().replace(/^U\+/i, "").split("-");
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
