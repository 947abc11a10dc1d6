/** What a scan sums up, each a table of partial sums: the same group may stand in several rows. */
export const SUM_TABLES = {
  peers: {
    name: "sum_peers",
    columns: `interface_no int, peer inet, service int, bytes float8, packets float8, records int, begun int, untold int,
      syn_only int, long_records int, first_start timestamptz, last_start timestamptz, last_end timestamptz`,
  },
  refusals: {
    name: "sum_refusals",
    columns: "interface_no int, peer inet, service int, minute timestamptz, records int",
  },
  moments: {
    name: "sum_moments",
    columns: "interface_no int, peer inet, service int, moments bytea",
  },
} as const;

export type SumTable = keyof typeof SUM_TABLES;

/** Names of a table's columns, in their order. */
export function columnsOf(table: SumTable): string[] {
  return SUM_TABLES[table].columns.split(",").map((column) => column.trim().split(" ")[0] ?? "");
}
