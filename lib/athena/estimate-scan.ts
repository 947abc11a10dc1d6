import type { S3Client } from "@aws-sdk/client-s3";
import { daysOf } from "@/lib/athena/sql/time";
import type { LogTable } from "@/lib/athena/tables/log-table.types";

/** Beyond so many folders a listing takes longer than it is worth: the estimate is then not known. */
const MOST_FOLDERS = 400;

/** The folders that hold a table's records of a window; null where the table does not say, or there are too many. */
export function foldersOf(table: LogTable, fromMs: number, toMs: number): string[] | null {
  const { template, day } = table;
  if (template === null || day === null) return null;
  const parts: [column: string | null, values: readonly string[]][] = [
    [table.account, table.accounts],
    [table.region, table.regions],
    [table.vpc, table.vpcs],
  ];
  let folders = daysOf(fromMs, toMs).map((ms) => withDay(template, day, new Date(ms).toISOString().slice(0, 10)));
  for (const [column, values] of parts) {
    if (column === null || !template.includes(`\${${column}}`)) continue;
    if (values.length === 0 || folders.length * values.length > MOST_FOLDERS) return null;
    folders = folders.flatMap((folder) => values.map((value) => folder.replaceAll(`\${${column}}`, value)));
  }
  return folders.some((folder) => folder.includes("${")) || folders.length > MOST_FOLDERS ? null : folders;
}

function withDay(template: string, partition: NonNullable<LogTable["day"]>, date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  if (partition.kind === "parts") {
    return template
      .replaceAll(`\${${partition.year}}`, year)
      .replaceAll(`\${${partition.month}}`, month)
      .replaceAll(`\${${partition.day}}`, day);
  }
  const text = partition.format.replace("yyyy", year).replace("MM", month).replace("dd", day);
  // Hours lie below the day's folder.
  const folder = template.replaceAll(`\${${partition.column}}`, text);
  return folder.includes("/HH") ? folder.slice(0, folder.indexOf("/HH") + 1) : folder;
}

/**
 * How many bytes lie in the folders that a question over the window reads, at the most what it scans; null where that cannot be
 * told. Throws what S3 answers.
 */
export async function estimateScan(
  { client, signal }: { client: S3Client; signal: AbortSignal },
  table: LogTable,
  fromMs: number,
  toMs: number,
): Promise<{ files: number; bytes: number } | null> {
  const folders = foldersOf(table, fromMs, toMs);
  if (folders === null) return null;
  const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  const sum = { files: 0, bytes: 0 };
  for (const folder of folders) {
    const [, Bucket, Prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(folder) ?? [];
    if (Bucket === undefined || Prefix === undefined) return null;
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix }, { abortSignal: signal })) {
      for (const { Size = 0 } of page.Contents ?? []) {
        sum.files += 1;
        sum.bytes += Size;
      }
    }
  }
  return sum;
}
