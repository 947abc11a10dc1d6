import type { RecordText } from "@/lib/formats/find-record-text";
import { openParquet } from "@/lib/formats/parquet/open-parquet";
import type { RandomBytes } from "@/lib/formats/parquet/random-bytes";
import { readRows } from "@/lib/formats/parquet/read-row-group";
import { plainRow } from "@/lib/formats/parquet/recognise-parquet";

/** The rows `from` to `to` of a Parquet file, each as JSON; those that cannot be read are not there. Errors of `bytes` pass. */
export async function findParquetText(bytes: RandomBytes, from: number, to: number): Promise<Map<number, RecordText>> {
  const found = new Map<number, RecordText>();
  const file = await openParquet(bytes);
  if (typeof file === "string") return found;
  for (const group of file.groups) {
    const first = Math.max(0, from - 1 - group.from);
    const last = Math.min(group.rows, to - group.from);
    for await (const read of readRows(file, group, first, last)) {
      if ("damage" in read) break;
      for (let at = 0; at < read.rows; at += 1) {
        const text = JSON.stringify(plainRow(file.columns, read.columns, at));
        found.set(group.from + read.from + at + 1, { text, asWritten: false });
      }
    }
  }
  return found;
}
