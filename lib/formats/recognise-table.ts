import { cloudTrailRows } from "@/lib/formats/cloudtrail/event-rows";
import { messageRows } from "@/lib/formats/cloudwatch/message-rows";
import type { CsvKind } from "@/lib/formats/csv/csv-kind";
import { ipamRows } from "@/lib/formats/ipam/history-rows";
import { resolverRows } from "@/lib/formats/resolver/resolver-rows";
import { flowCsv } from "@/lib/formats/vpc-flow/flow-csv";

/** Every kind of table that is read, the most particular first. A further one is a function here and a folder of its own. */
const CSV_KINDS: readonly CsvKind[] = [messageRows, resolverRows, cloudTrailRows, ipamRows, flowCsv];

/** Tells a table by the names of its columns and its first rows: a CSV file, or rows of fields in JSON. */
export const recogniseTable: CsvKind = (columns, firstRows, flowColumns) => {
  for (const recognise of CSV_KINDS) {
    const found = recognise(columns, firstRows, flowColumns);
    if (found !== null) return found;
  }
  return null;
};
