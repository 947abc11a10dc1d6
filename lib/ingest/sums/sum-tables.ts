/**
 * What a scan comes to, as tables that COPY fills: what is summed up whole goes where it is kept; what is not, as one of several sums
 * of the same group, into a table of its own, to be added up.
 */
export const SUM_TABLES = {
  peers: {
    name: "flow_peers",
    columns: `case_id uuid, interface_no int, peer inet, protocol smallint, service_port int, served smallint, bytes_out bigint,
      bytes_in bigint, packets_out bigint, packets_in bigint, accepted int, rejected int, connections int, unanswered int,
      long_records int, first_start timestamptz, last_start timestamptz, last_end timestamptz, first_accepted timestamptz`,
  },
  refusals: {
    name: "flow_refusals",
    columns: `case_id uuid, interface_no int, peer inet, protocol smallint, service_port int, near_tried boolean,
      minute timestamptz, records int`,
  },
  moments: {
    name: "flow_moments",
    columns:
      "case_id uuid, interface_no int, part bigint, peer inet, protocol smallint, service_port int, moments bytea",
  },
  partPeers: {
    name: "sum_peers",
    columns: `interface_no int, peer inet, protocol smallint, service_port int, served smallint, bytes_out float8, bytes_in float8,
      packets_out float8, packets_in float8, accepted int, rejected int, connections int, syn_only int, answered int,
      long_records int, first_start timestamptz, last_start timestamptz, last_end timestamptz, first_accepted timestamptz`,
  },
  partRefusals: {
    name: "sum_refusals",
    columns: `interface_no int, peer inet, protocol smallint, service_port int, near_tried boolean, minute timestamptz, records int`,
  },
  partMoments: {
    name: "sum_moments",
    columns: "interface_no int, peer inet, protocol smallint, service_port int, moments bytea",
  },
} as const;

export type SumTable = keyof typeof SUM_TABLES;

/** Those that are there for the time of a scan alone. */
export const PART_TABLES = ["partPeers", "partRefusals", "partMoments"] as const satisfies readonly SumTable[];

/** Names of a table's columns, in their order. */
export function columnsOf(table: SumTable): string[] {
  return SUM_TABLES[table].columns.split(",").map((column) => column.trim().split(" ")[0] ?? "");
}
