/** Two numbers a bar: what had to do with the address, and everything else. */
export interface SparkModel {
  with: readonly number[];
  other: readonly number[];
}

const WIDTH = 132;
const HEIGHT = 30;
const LEAST = 1.5;

const COLOURS = { flow: "fill-flow/45", dns: "fill-dns/45", api: "fill-api/45" };

/** Small bars over time beside a headline; the numbers stand elsewhere on the page, so this is a picture only. */
export function SparkBars({ of, spark, label }: { of: keyof typeof COLOURS; spark: SparkModel; label: string }) {
  const most = Math.max(1, ...spark.with, ...spark.other);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="shrink-0 overflow-visible"
    >
      <path d={pathOf(spark.other, most)} className={COLOURS[of]} />
      <path d={pathOf(spark.with, most)} className="fill-flag" />
    </svg>
  );
}

function pathOf(values: readonly number[], most: number): string {
  const step = WIDTH / Math.max(1, values.length);
  const width = Math.max(1, step - 1);
  return values
    .map((value, at) => {
      if (value <= 0) return "";
      // Traffic spans orders of magnitude: without a root the smaller bars would not be seen.
      const height = Math.max(LEAST, HEIGHT * Math.cbrt(value / most));
      return `M${(at * step).toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${width.toFixed(1)}V${HEIGHT}z`;
    })
    .join("");
}
