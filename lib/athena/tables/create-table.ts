import { createHash } from "node:crypto";
import { hiveName, hiveText, hiveType } from "@/lib/athena/sql/hive";
import { join, list, type Sql, sql } from "@/lib/athena/sql/sql";
import type { Archive } from "@/lib/athena/tables/archive.types";
import { flowColumns } from "@/lib/athena/tables/flow-columns";
import { CLOUDTRAIL_COLUMNS, RESOLVER_COLUMNS } from "@/lib/athena/tables/json-columns";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { partitionsOf, projectionOf, templateOf } from "@/lib/athena/tables/projection";

/** Makes of a table one over a single flow log's objects, where several lie in one folder. */
export const FLOW_LOG_PROPERTY = "threadline.flow-log";

/** A table over an archive that can be made, and the statement that makes it. */
export interface NewTable {
  table: LogTable;
  statement: Sql;
}

const SERDES = {
  parquet: sql`STORED AS PARQUET`,
  // One space stands between two values.
  flow: sql`ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'
WITH SERDEPROPERTIES ('serialization.format'=' ', 'field.delim'=' ')
STORED AS TEXTFILE`,
  // A line that is no JSON is a row without values, which no question meets.
  dns: sql`ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
WITH SERDEPROPERTIES ('ignore.malformed.json'='true')
STORED AS TEXTFILE`,
  // Reads a file of many events as one row each, and objects inside them as text of JSON.
  cloudtrail: sql`ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'`,
};

function serdeOf({ kind, parquet }: Archive): Sql {
  if (parquet) return SERDES.parquet;
  return kind === "dns" || kind === "cloudtrail" ? SERDES[kind] : SERDES.flow;
}

function columnsOf({ kind, flowLog, parquet }: Archive): LogTable["columns"] {
  if (kind === "dns") return RESOLVER_COLUMNS;
  if (kind === "cloudtrail") return CLOUDTRAIL_COLUMNS;
  if (flowLog === null) throw new RangeError("a table of flow logs is made of one flow log and its format");
  return flowColumns(flowLog.columns, parquet);
}

function tableName(archive: Archive): string {
  if (archive.flowLog) return `threadline_flow_${archive.flowLog.id.slice("fl-".length)}`;
  const place = templateOf(archive, (name) => name);
  const hash = createHash("sha256").update(place).digest("hex").slice(0, 12);
  return `threadline_${archive.kind === "dns" ? "resolver" : "cloudtrail"}_${hash}`;
}

/**
 * The table over an archive, with partitions that follow from the folders' names, so that a new day needs no statement.
 * Throws a RangeError for an archive whose names cannot stand in such a statement. Source: Athena User Guide, the pages on
 * querying VPC flow logs, Route 53 Resolver query logs and CloudTrail logs.
 */
export function createTable(archive: Archive, database: string): NewTable {
  const columns = columnsOf(archive);
  const partitions = partitionsOf(archive);
  const folder = (name: string) => (columns.some((column) => column.name === name) ? `folder_${name}` : name);
  const folderOf = (name: string) => (partitions.includes(name) ? folder(name) : null);
  const name = tableName(archive);
  const properties = [
    ...projectionOf(archive, folder),
    ...(archive.flowLog ? [[FLOW_LOG_PROPERTY, archive.flowLog.id] as const] : []),
    ...(archive.flowLog && !archive.parquet ? [["skip.header.line.count", "1"] as const] : []),
  ];
  const day = folder("day");
  const { kind, parquet, accounts, regions, vpcs } = archive;
  const table: LogTable = {
    ...{ kind, database, name, form: "fields", parquet, columns },
    ...{ account: folderOf("account"), region: folderOf("region"), vpc: folderOf("vpc") },
    day:
      archive.layout === "hive"
        ? { kind: "parts", year: folder("year"), month: folder("month"), day }
        : { kind: "date", column: day, format: "yyyy/MM/dd" },
    flowLogId: archive.flowLog?.id ?? null,
    template: templateOf(archive, folder),
    ...{ accounts, regions, vpcs },
  };
  const lines = sql`,
  `;
  const statement = sql`CREATE EXTERNAL TABLE IF NOT EXISTS ${hiveName(database)}.${hiveName(name)} (
  ${join(
    columns.map((column) => sql`${hiveName(column.name)} ${hiveType(column.type)}`),
    lines,
  )}
)
PARTITIONED BY (${list(partitions.map((part) => sql`${hiveName(folder(part))} string`))})
${serdeOf(archive)}
LOCATION ${hiveText(`s3://${archive.bucket}/${archive.root}`)}
TBLPROPERTIES (
  ${join(
    properties.map(([key, value]) => sql`${hiveText(key)}=${hiveText(value)}`),
    lines,
  )}
)`;
  return { table, statement };
}
