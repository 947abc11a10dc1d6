import type { RecordText } from "@/lib/formats/find-record-text";
import { openParquet } from "@/lib/formats/parquet/open-parquet";
import type { RandomBytes } from "@/lib/formats/parquet/random-bytes";
import { readRowGroup } from "@/lib/formats/parquet/read-row-group";
import { plainRow } from "@/lib/formats/parquet/recognise-parquet";

/** The rows `from` to `to` of a Parquet file, each as JSON; those that cannot be read are not there. Errors of `bytes` pass. */
export async function findParquetText(bytes: RandomBytes, from: number, to: number): Promise<Map<number, RecordText>> {
  const found = new Map<number, RecordText>();
  const file = await openParquet(bytes);
  if (typeof file === "string") return found;
  for (const group of file.groups) {
    if (group.from + group.rows < from || group.from >= to) continue;
    const columns = await readRowGroup(file, group);
    if ("damage" in columns) continue;
    const last = Math.min(group.rows, to - group.from);
    for (let at = Math.max(0, from - 1 - group.from); at < last; at += 1) {
      const text = JSON.stringify(plainRow(file.columns, columns, at));
      found.set(group.from + at + 1, { text, asWritten: false });
    }
  }
  return found;
}
