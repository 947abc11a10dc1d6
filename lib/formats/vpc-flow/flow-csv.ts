import type { CsvKind } from "@/lib/formats/csv/csv-kind";
import { isTransitGateway } from "@/lib/formats/vpc-flow/columns";
import { flowFields } from "@/lib/formats/vpc-flow/flow-fields";
import { flowRowReader } from "@/lib/formats/vpc-flow/flow-row-reader";

/** Flow logs out of Athena, Parquet or Logs Insights, saved as CSV. */
export const flowCsv: CsvKind = (names) => {
  const fields = flowFields(names);
  if (fields === null) return null;
  const timed = ["start", "end", "@timestamp"].some((field) => fields.includes(field));
  if (!timed) return { kind: null, reason: "CSV of flow logs without a time (start or end): its rows are no records" };
  return {
    kind: isTransitGateway(fields) ? "tgw-flow" : "vpc-flow",
    reason: null,
    open: (sink) => flowRowReader(sink, fields),
  };
};
