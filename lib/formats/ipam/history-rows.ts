import { DescriptionReader } from "@/lib/formats/aws-describe/read-description";
import type { CsvKind } from "@/lib/formats/csv/csv-kind";
import type { JsonObject } from "@/lib/formats/json/json-value";

const NAMES = [
  "resourceId",
  "resourceCidr",
  "resourceOwnerId",
  "resourceRegion",
  "vpcId",
  "sampledStartTime",
  "sampledEndTime",
];
const BY_FOLDED = new Map<string, string>([
  ...NAMES.map((name): [string, string] => [name.toLowerCase(), name]),
  ["cidr", "resourceCidr"],
  ["ownerid", "resourceOwnerId"],
  ["region", "resourceRegion"],
  ["starttime", "sampledStartTime"],
  ["endtime", "sampledEndTime"],
]);
/** How the console says that a time or an id is not there. */
const NOTHING = new Set(["", "-", "–", "null", "None"]);

/** IPAM's address history as the console saves it; columns are known by name, with or without spaces. */
export const ipamRows: CsvKind = (columns) => {
  const names = columns.map((name) => BY_FOLDED.get(name.toLowerCase().replaceAll(/[^a-z]/g, "")) ?? null);
  if (!["resourceId", "resourceCidr", "sampledStartTime"].every((name) => names.includes(name))) return null;
  return {
    kind: "aws-describe",
    reason: null,
    open(sink) {
      const reader = new DescriptionReader(sink, "HistoryRecords");
      return {
        row(cells, text) {
          const record: JsonObject = {};
          for (const [index, name] of names.entries()) {
            const cell = (cells[index] ?? "").trim();
            if (name !== null && !NOTHING.has(cell)) record[name] = cell;
          }
          reader.object(record, text);
        },
      };
    },
  };
};
