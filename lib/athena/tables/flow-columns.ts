/** Of a table that is made here, the column that takes what a line has beyond its format; null in every whole line. */
export const LEFTOVER = "threadline_leftover";

const SMALL =
  "version srcport dstport protocol tcp-flags traffic-path encryption-status packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired";
const SMALL_NUMBERS: ReadonlySet<string> = new Set(SMALL.split(" "));
const LARGE_NUMBERS: ReadonlySet<string> = new Set(["packets", "bytes", "start", "end"]);

/**
 * Columns of a flow log's table. Of text, each is a text: what the log says is told as it stands, `-` and damaged values too.
 * Of Parquet they have the types of its files. Source: Amazon VPC User Guide, "Flow log records" (Parquet data types).
 */
export function flowColumns(fields: readonly string[], parquet: boolean): { name: string; type: string }[] {
  const columns = fields.map((field) => ({
    name: field.replaceAll("-", "_"),
    type: parquet ? typeOf(field) : "string",
  }));
  return parquet ? columns : [...columns, { name: LEFTOVER, type: "string" }];
}

function typeOf(field: string): string {
  if (SMALL_NUMBERS.has(field)) return "int";
  return LARGE_NUMBERS.has(field) ? "bigint" : "string";
}
