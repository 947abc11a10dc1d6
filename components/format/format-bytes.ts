const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;
const EXACT = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number of bytes in decimal units, three digits at most before the unit: `471 B`, `15.0 kB`, `131.8 MB`. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  // 999.95 would read "1000.0": it belongs to the next unit.
  while (value >= (unit === 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const sign = bytes < 0 ? "−" : "";
  return `${sign}${unit === 0 ? EXACT.format(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** The number in full: `131,812,004 bytes`. */
export function exactBytes(bytes: number): string {
  return `${EXACT.format(bytes)} ${bytes === 1 ? "byte" : "bytes"}`;
}
