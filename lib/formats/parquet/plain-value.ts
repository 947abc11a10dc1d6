/** A value of a Parquet file as JSON has it: large numbers and bytes become texts, times ISO 8601. */
export function plainValue(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plainValue);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));
}

/** A value as a cell of a table; nothing is the empty text, and a time epoch milliseconds where `epoch` says so. */
export function cellValue(value: unknown, epoch: boolean): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (epoch && value instanceof Date) return String(value.getTime());
  const plain = plainValue(value);
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}
