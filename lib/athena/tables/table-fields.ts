import { isAnyAddress, spellings } from "@/lib/athena/sql/addresses";
import { anyOf, identifier, isOneOf, type Sql, sql, text, whole } from "@/lib/athena/sql/sql";
import { secondsText, withinDays } from "@/lib/athena/sql/time";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { flowFields } from "@/lib/formats/vpc-flow/flow-fields";

/** Rows of a table that a question is about, in whatever columns the table has. */
interface RowFields {
  /** True for rows of the window. */
  within: Sql;
}

export interface FlowFields extends RowFields {
  /** What stands for the interface, as in the log: text. */
  interfaceId: Sql;
  vpcId: Sql;
  instanceId: Sql;
  /** The record's own addresses. */
  source: Sql;
  destination: Sql;
  /** True for a record one of whose addresses, the packet's own too, is one of these. */
  meets(addresses: readonly string[]): Sql;
  /** True for records of traffic; not for NODATA and SKIPDATA. */
  isTraffic: Sql;
}

export interface QueryFields extends RowFields {
  vpcId: Sql;
  instanceId: Sql;
  source: Sql;
  /** True for a query whose answer held one of these addresses. */
  answered(addresses: readonly string[]): Sql;
}

export interface CallFields extends RowFields {
  principalId: Sql;
  accessKeyId: Sql;
  sourceAddress: Sql;
  eventSource: Sql;
  eventName: Sql;
  /** JSON. */
  request: Sql;
  /** Of the key that the call answered with; null where it gave none. */
  issuedKeyId: Sql;
}

/** Beyond an interval of a flow log's, which is 10 minutes at most: a record that began before the window may reach into it. */
const LONGEST_RECORD_MS = 3_600_000;
const NOTHING = sql`CAST(NULL AS varchar)`;

/** Members of structs are named in lower case, and some of their names are words of SQL. */
function member(path: string): Sql {
  const [first = "", ...rest] = path.split(".");
  return rest.reduce((of, name) => sql`${of}.${identifier(name)}`, identifier(first));
}

function has(table: LogTable, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}

function inFolders(table: LogTable, fromMs: number, toMs: number): Sql[] {
  const parts: Sql[] = [];
  if (table.day) parts.push(withinDays(table.day, fromMs, toMs));
  if (table.account && table.accounts.length > 0) parts.push(isOneOf(identifier(table.account), table.accounts));
  if (table.region && table.regions.length > 0) parts.push(isOneOf(identifier(table.region), table.regions));
  return parts;
}

/** Security Lake's `time` is epoch milliseconds; its tables are cut by the time itself. */
function ocsfWithin(table: LogTable, fromMs: number, toMs: number, end: Sql | null): Sql {
  const parts = [...inFolders(table, fromMs, toMs)];
  const instant = (ms: number) => sql`TIMESTAMP ${text(new Date(ms).toISOString().slice(0, 19).replace("T", " "))}`;
  if (has(table, "time_dt")) {
    parts.push(sql`"time_dt" >= ${instant(fromMs - LONGEST_RECORD_MS)}`, sql`"time_dt" < ${instant(toMs + 1000)}`);
  }
  parts.push(sql`"time" < ${whole(toMs)}`, sql`${end ?? sql`"time"`} >= ${whole(fromMs)}`);
  return join(parts);
}

function join(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? sql`true` : parts.reduce((all, part) => sql`${all} AND ${part}`);
}

/** Some logs are in milliseconds where others are in seconds: those beyond the year 5138 are. */
function epochSeconds(column: Sql): Sql {
  const number = sql`try_cast(${column} AS bigint)`;
  return sql`CASE WHEN ${number} > 100000000000 THEN ${number} / 1000 ELSE ${number} END`;
}

/** Throws a RangeError for a table that lacks what every question needs. */
export function flowFieldsOf(table: LogTable, fromMs: number, toMs: number): FlowFields {
  if (table.form === "ocsf") {
    const ends = ["src_endpoint.ip", "dst_endpoint.ip"].map(member);
    const between = ["src_endpoint", "dst_endpoint"]
      .filter((name) =>
        table.columns.some((column) => column.name === name && column.type.includes("intermediate_ips")),
      )
      .map((name) => member(`${name}.intermediate_ips`));
    const either = (name: string) =>
      sql`coalesce(${member(`src_endpoint.${name}`)}, ${member(`dst_endpoint.${name}`)})`;
    return {
      within: ocsfWithin(table, fromMs, toMs, has(table, "end_time") ? sql`coalesce("end_time", "time")` : null),
      interfaceId: either("interface_uid"),
      vpcId: either("vpc_uid"),
      instanceId: either("instance_uid"),
      source: member("src_endpoint.ip"),
      destination: member("dst_endpoint.ip"),
      meets: (addresses) =>
        anyOf([
          ...ends.map((end) => isAnyAddress(end, addresses)),
          ...between.map((column) => sql`arrays_overlap(${column}, ARRAY[${texts(addresses.flatMap(spellings))}])`),
        ]),
      isTraffic: sql`coalesce("status_code", 'OK') NOT IN ('NODATA', 'SKIPDATA')`,
    };
  }
  const names = flowFields(table.columns.map(({ name }) => name)) ?? [];
  const column = (field: string): Sql | null => {
    const found = table.columns[names.indexOf(field)];
    return found ? identifier(found.name) : null;
  };
  const asText = (field: string) => {
    const found = column(field);
    return found === null ? NOTHING : sql`CAST(${found} AS varchar)`;
  };
  const start = column("start") ?? column("end");
  const end = column("end") ?? column("start");
  const [source, destination] = [
    column("srcaddr") ?? column("pkt-srcaddr"),
    column("dstaddr") ?? column("pkt-dstaddr"),
  ];
  const stands = ["interface-id", "resource-id", "tgw-attachment-id", "tgw-id", "instance-id"].flatMap(
    (field) => column(field) ?? [],
  );
  if (!start || !end || !source || !destination || stands.length === 0)
    throw new RangeError(`${table.name} lacks a time, an address or what stands for the interface`);
  const addresses = ["srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"].flatMap((field) => column(field) ?? []);
  const status = column("log-status");
  const within = [
    ...inFolders(table, fromMs, toMs),
    ...(table.flowLogId === null ? [] : [sql`strpos("$path", ${text(`_${table.flowLogId}_`)}) > 0`]),
    sql`${epochSeconds(start)} < ${whole(Math.ceil(toMs / 1000))}`,
    sql`${epochSeconds(end)} >= ${whole(Math.floor(fromMs / 1000))}`,
  ];
  return {
    within: join(within),
    interfaceId: sql`coalesce(${stands.reduce((all, part) => sql`${all}, ${dash(part)}`, sql`CAST(NULL AS varchar)`)})`,
    vpcId: dash(asText("vpc-id")),
    instanceId: dash(asText("instance-id")),
    source,
    destination,
    meets: (asked) => anyOf(addresses.map((address) => isAnyAddress(address, asked))),
    isTraffic: status === null ? sql`true` : sql`coalesce(${status}, 'OK') NOT IN ('NODATA', 'SKIPDATA')`,
  };
}

/** A hyphen stands for no value. */
function dash(of: Sql): Sql {
  return sql`nullif(${of}, '-')`;
}

function texts(values: readonly string[]): Sql {
  return values.map(text).reduce((all, part) => sql`${all}, ${part}`);
}

export function queryFieldsOf(table: LogTable, fromMs: number, toMs: number): QueryFields {
  const ocsf = table.form === "ocsf";
  const answered = (addresses: readonly string[]) => {
    const wanted = texts(addresses.flatMap(spellings));
    return sql`coalesce(arrays_overlap(transform("answers", answer -> answer."rdata"), ARRAY[${wanted}]), false)`;
  };
  if (ocsf) {
    return {
      within: ocsfWithin(table, fromMs, toMs, null),
      vpcId: member("src_endpoint.vpc_uid"),
      instanceId: member("src_endpoint.instance_uid"),
      source: member("src_endpoint.ip"),
      answered,
    };
  }
  const at = sql`substr("query_timestamp", 1, 19)`;
  return {
    within: join([
      ...inFolders(table, fromMs, toMs),
      sql`${at} >= ${secondsText(fromMs)}`,
      sql`${at} < ${secondsText(Math.ceil(toMs / 1000) * 1000)}`,
    ]),
    vpcId: sql`"vpc_id"`,
    instanceId: has(table, "srcids") ? member("srcids.instance") : NOTHING,
    source: sql`"srcaddr"`,
    answered,
  };
}

export function callFieldsOf(table: LogTable, fromMs: number, toMs: number): CallFields {
  if (table.form === "ocsf") {
    const response = member("api.response.data");
    return {
      within: ocsfWithin(table, fromMs, toMs, null),
      principalId: member("actor.user.uid_alt"),
      accessKeyId: member("actor.user.credential_uid"),
      sourceAddress: member("src_endpoint.ip"),
      eventSource: member("api.service.name"),
      eventName: member("api.operation"),
      request: member("api.request.data"),
      issuedKeyId: issuedBy(response),
    };
  }
  const at = sql`substr("eventtime", 1, 19)`;
  return {
    within: join([
      ...inFolders(table, fromMs, toMs),
      sql`${at} >= ${secondsText(fromMs)}`,
      sql`${at} < ${secondsText(Math.ceil(toMs / 1000) * 1000)}`,
    ]),
    principalId: member("useridentity.principalid"),
    accessKeyId: member("useridentity.accesskeyid"),
    sourceAddress: sql`"sourceipaddress"`,
    eventSource: sql`"eventsource"`,
    eventName: sql`"eventname"`,
    request: sql`"requestparameters"`,
    issuedKeyId: issuedBy(sql`"responseelements"`),
  };
}

function issuedBy(response: Sql): Sql {
  return sql`coalesce(json_extract_scalar(${response}, '$.credentials.accessKeyId'), json_extract_scalar(${response}, '$.accessKey.accessKeyId'))`;
}
