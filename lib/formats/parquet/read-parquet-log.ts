import { LogSink } from "@/lib/formats/log-sink";
import { openParquet } from "@/lib/formats/parquet/open-parquet";
import type { RandomBytes } from "@/lib/formats/parquet/random-bytes";
import { readRows } from "@/lib/formats/parquet/read-row-group";
import { plainRow, recogniseParquet } from "@/lib/formats/parquet/recognise-parquet";
import { summarise } from "@/lib/formats/read-log";
import type { LogBatch, LogSummary } from "@/lib/formats/read-log.types";

/**
 * Reads a Parquet file of any known log, some rows at a time: what `readLog` is for text. A record's number is that of
 * its row. A row group that is too large is rejected with all its rows, one that is damaged with those from there on, and the
 * next one is read. It does not throw because of what the file holds; errors of `bytes` pass through.
 */
export async function* readParquetLog(
  bytes: RandomBytes,
  { name }: { name: string },
): AsyncGenerator<LogBatch, LogSummary> {
  const file = await openParquet(bytes);
  if (typeof file === "string") return summarise(name, "unknown", file, new LogSink("unknown"));
  const recognition = recogniseParquet(file.columns, name);
  const sink = new LogSink(recognition.kind);
  if (!("open" in recognition)) return summarise(name, "unknown", recognition.reason, sink);
  const read = recognition.open(sink);
  for (const group of file.groups) {
    for await (const rows of readRows(file, group)) {
      if ("damage" in rows) {
        const [first, last] = [group.from + rows.from + 1, group.from + rows.from + rows.rows];
        sink.rejectMany(rows.rows, `rows ${first} to ${last} cannot be read: ${rows.damage}`);
        continue;
      }
      for (let at = 0; at < rows.rows; at += 1) {
        const { rejected } = sink;
        read(rows.columns, at);
        if (sink.rejected > rejected) sink.retell(JSON.stringify(plainRow(file.columns, rows.columns, at)));
        if (!sink.full) continue;
        const batch = sink.take();
        if (batch) yield batch;
      }
    }
    const batch = sink.take();
    if (batch) yield batch;
  }
  return summarise(name, recognition.kind, null, sink);
}
