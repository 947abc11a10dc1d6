import type { Table } from "@aws-sdk/client-glue";
import { FLOW_LOG_PROPERTY } from "@/lib/athena/tables/create-table";
import { DAY_FORMATS, type DayPartition, LogTable, type TableKind } from "@/lib/athena/tables/log-table.types";
import { isTransitGateway } from "@/lib/formats/vpc-flow/columns";
import { flowFields } from "@/lib/formats/vpc-flow/flow-fields";

const ACCOUNTS = ["account", "account_id", "accountid", "folder_account", "aws-account-id", "aws_account_id"];
const REGIONS = ["region", "awsregion", "aws_region", "aws-region", "folder_region"];
const VPCS = ["vpc", "vpc_id", "vpcid"];
const DAYS = ["day", "date", "dt", "datehour", "timestamp", "eventday", "folder_day"];

type Columns = LogTable["columns"];

function columnsOf(list: readonly { Name?: string | undefined; Type?: string | undefined }[] | undefined): Columns {
  return (list ?? []).flatMap(({ Name: name, Type: type }) =>
    name ? [{ name: name.toLowerCase(), type: (type ?? "").toLowerCase().replaceAll(/\s/g, "") }] : [],
  );
}

/** The kind of log by the names of its columns; null for any other table. */
function kindOf(columns: Columns): { kind: TableKind; form: LogTable["form"] } | null {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const has = (...names: string[]) => names.every((name) => types.has(name));
  if (has("class_uid", "time")) {
    if (has("query", "answers", "src_endpoint")) return { kind: "dns", form: "ocsf" };
    if (has("api", "actor", "src_endpoint")) return { kind: "cloudtrail", form: "ocsf" };
    return has("src_endpoint", "dst_endpoint", "traffic") ? { kind: "vpc-flow", form: "ocsf" } : null;
  }
  const answers = types.get("answers")?.includes("rdata:") ?? false;
  if (has("query_timestamp", "query_name", "srcaddr", "vpc_id"))
    return answers ? { kind: "dns", form: "fields" } : null;
  if (has("eventtime", "eventsource", "eventname", "sourceipaddress", "responseelements")) {
    const identity = types.get("useridentity") ?? "";
    const told = identity.includes("principalid:") && identity.includes("accesskeyid:");
    return told && types.get("responseelements") === "string" ? { kind: "cloudtrail", form: "fields" } : null;
  }
  const fields = flowFields(columns.map(({ name }) => name));
  if (fields === null || !["srcaddr", "pkt-srcaddr"].some((name) => fields.includes(name))) return null;
  if (!["start", "end"].some((name) => fields.includes(name))) return null;
  return { kind: isTransitGateway(fields) ? "tgw-flow" : "vpc-flow", form: "fields" };
}

function dayOf(keys: Columns, parameters: Readonly<Record<string, string>>): DayPartition | null {
  const named = (name: string) => keys.find((key) => key.name === name || key.name === `folder_${name}`)?.name;
  const [year, month, day] = [named("year"), named("month"), named("day")];
  if (year && month && day) return { kind: "parts", year, month, day };
  const key = keys.find(({ name, type }) => DAYS.includes(name) && (type === "string" || type === ""));
  if (!key) return null;
  const told = parameters[`projection.${key.name}.format`] ?? (key.name === "eventday" ? "yyyyMMdd" : null);
  const format = DAY_FORMATS.find((known) => known === told);
  return format ? { kind: "date", column: key.name, format } : null;
}

/**
 * The log that a table of the Glue catalog holds, as far as its columns tell; null for one that holds none that is asked
 * for here, or lacks a column that every question needs. A partition that is not understood is not narrowed down by.
 */
export function recogniseTable(table: Table): LogTable | null {
  const parameters = table.Parameters ?? {};
  const columns = columnsOf(table.StorageDescriptor?.Columns);
  const keys = columnsOf(table.PartitionKeys);
  const known = kindOf(columns);
  if (known === null || !table.DatabaseName || !table.Name) return null;
  const oneOf = (names: readonly string[]) => keys.find(({ name }) => names.includes(name))?.name ?? null;
  const valuesOf = (column: string | null) => {
    const values = column === null ? undefined : parameters[`projection.${column}.values`];
    return values ? values.split(",").map((value) => value.trim()) : [];
  };
  const [account, region, vpc] = [oneOf(ACCOUNTS), oneOf(REGIONS), oneOf(VPCS)];
  const flowLogId = parameters[FLOW_LOG_PROPERTY];
  const parsed = LogTable.safeParse({
    ...known,
    ...{ database: table.DatabaseName, name: table.Name, columns, account, region, vpc },
    parquet: /parquet/i.test(table.StorageDescriptor?.InputFormat ?? ""),
    day: dayOf(keys, parameters),
    flowLogId: flowLogId ?? null,
    template: parameters["storage.location.template"] ?? null,
    ...{ accounts: valuesOf(account), regions: valuesOf(region), vpcs: valuesOf(vpc) },
  });
  return parsed.success ? parsed.data : null;
}
