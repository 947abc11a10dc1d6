/** One line of the table: a median over the rounds, and where it says something the ratio to a peer of the same call. */
export interface Figure {
  part: string;
  name: string;
  value: number | null;
  unit: "s" | "ms" | "records/s" | "cores" | "MB" | "exponent" | "ratio" | "writes" | "calls";
  ratio?: number | null;
  /** What the ratio is to. */
  against?: string;
  /** What must hold of the ratio, or of the value where there is none. */
  bound?: { at: "most" | "least"; must: number; goal?: number; of: "ratio" | "value" };
}

const DIGITS: Record<Figure["unit"], number> = {
  ...{ s: 2, ms: 1, cores: 2, MB: 0, exponent: 2, ratio: 2 },
  writes: 0,
  calls: 0,
  "records/s": 0,
};

function verdictOf({ bound, value, ratio }: Figure): string {
  const measured = bound?.of === "ratio" ? ratio : value;
  if (!bound || measured === null || measured === undefined) return "";
  const holds = (limit: number) => (bound.at === "most" ? measured <= limit : measured >= limit);
  if (bound.goal !== undefined && holds(bound.goal)) return "goal";
  return holds(bound.must) ? "within" : "MISSED";
}

/** A figure as a line of text. */
function figureLine(figure: Figure): string {
  const { name, value, unit, ratio, against } = figure;
  const number = (of: number, digits: number) =>
    of.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const shown = value === null ? "not told here" : `${number(value, DIGITS[unit])} ${unit === "exponent" ? "" : unit}`;
  const share = ratio === null || ratio === undefined ? "" : `${number(ratio, 2)} x ${against ?? ""}`;
  return `  ${name.padEnd(46)}${shown.padStart(22)}   ${share.padEnd(34)}${verdictOf(figure)}`.trimEnd();
}

/** Prints a part's figures as a table under its name. */
export function printFigures(figures: readonly Figure[]): void {
  let part = "";
  for (const figure of figures) {
    if (figure.part !== part) console.log(`\n${figure.part}`);
    part = figure.part;
    console.log(figureLine(figure));
  }
}
