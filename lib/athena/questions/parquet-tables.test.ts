import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DuckAthena } from "@/e2e/aws/duck/duck-athena";
import { foldersOf } from "@/lib/athena/estimate-scan";
import { type AskName, selectFor } from "@/lib/athena/questions/asks";
import type { Archive } from "@/lib/athena/tables/archive.types";
import { createDatabase } from "@/lib/athena/tables/create-database";
import { createTable } from "@/lib/athena/tables/create-table";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { recogniseTable } from "@/lib/athena/tables/recognise-table";
import { makeParquet } from "@/lib/formats/parquet/test-parquet";

const AT = Date.parse("2026-02-16T00:00:00Z");
const DAY = 86_400_000;
const WINDOW = { fromMs: AT - 3_600_000, toMs: AT + 3_600_000 };
const [ACCOUNT, REGION, PEER, KEY] = ["111122223333", "eu-west-1", "198.51.100.77", "ASIAEXAMPLE0000000001"];
const [OWN, OTHER, INSTANCE] = ["eni-0a1b2c3d4e5f60718", "eni-0b1b2c3d4e5f60718", "i-0a1b2c3d4e5f60718"];
const KNOWN = {
  ...{ addresses: [PEER], instanceIds: [INSTANCE], interfaceIds: [OWN] },
  ...{ ownAddresses: ["10.0.0.5"], accessKeyIds: [KEY] },
};
const FLOW_LOG = {
  id: "fl-0aa11aa11aa11aa11",
  columns: "interface-id srcaddr dstaddr start end log-status".split(" "),
};
const archive: Archive = {
  ...{ kind: "vpc-flow", bucket: "archive", root: "AWSLogs/", layout: "plain", parquet: true, flowLog: FLOW_LOG },
  ...{ accounts: [ACCOUNT], regions: [REGION], vpcs: [] },
};
/** Two interfaces, and a record of the first long after the window. */
const FLOWS = `SELECT * FROM (VALUES ('${OWN}', '10.0.0.5', '${PEER}', ${AT / 1000}::BIGINT, ${AT / 1000 + 60}::BIGINT, 'OK'),
  ('${OTHER}', '10.0.0.6', '10.0.0.9', ${AT / 1000}, ${AT / 1000 + 60}, 'OK'),
  ('${OWN}', '10.0.0.5', '${PEER}', ${AT / 1000 + 90_000}, ${AT / 1000 + 90_060}, 'OK')) t(interface_id, srcaddr, dstaddr, "start", "end", log_status)`;

const END = "struct<ip:string,interface_uid:string,vpc_uid:string,instance_uid:string,intermediate_ips:array<string>>";
const end = (ip: string, id: string | null, instance: string | null) =>
  `{'ip': '${ip}', 'interface_uid': ${id ? `'${id}'` : "NULL::VARCHAR"}, 'vpc_uid': 'vpc-0a', 'instance_uid': ${instance ? `'${instance}'` : "NULL::VARCHAR"}, 'intermediate_ips': []::VARCHAR[]}`;
const times = (ms: number) => `${ms}::BIGINT AS time, make_timestamp(${ms}000) AS time_dt`;
/** Security Lake's classes: columns as its tables have them, and one event that is asked for before one that is not. */
const LAKE = {
  flows: {
    columns: `class_uid int, time bigint, time_dt timestamp, end_time bigint, status_code string, src_endpoint ${END}, dst_endpoint ${END}, traffic struct<bytes:bigint>`,
    rows: [
      [end("10.0.0.5", OWN, INSTANCE), end(PEER, null, null)],
      [end("10.0.0.6", OTHER, null), end("10.0.0.9", null, null)],
    ].map(
      ([from, to], at) =>
        `SELECT 4001 AS class_uid, ${times(AT)}, ${AT + 60_000}::BIGINT AS end_time, 'OK' AS status_code, ${from} AS src_endpoint, ${to} AS dst_endpoint, {'bytes': ${at}::BIGINT} AS traffic`,
    ),
  },
  lookups: {
    columns: `class_uid int, time bigint, time_dt timestamp, query struct<hostname:string>, answers array<struct<rdata:string,type:string,class:string>>, src_endpoint ${END}`,
    rows: [PEER, "192.0.2.1"].map(
      (given, at) =>
        `SELECT 4003 AS class_uid, ${times(AT)}, {'hostname': 'n${at}.example.'} AS query, [{'rdata': '${given}', 'type': 'A', 'class': 'IN'}] AS answers, ${end(`10.0.1.${at}`, null, null)} AS src_endpoint`,
    ),
  },
  calls: {
    columns:
      "class_uid int, time bigint, time_dt timestamp, api struct<operation:string,service:struct<name:string>,request:struct<data:string>,response:struct<data:string>>, actor struct<user:struct<uid_alt:string,credential_uid:string>>, src_endpoint struct<ip:string>",
    rows: [KEY, "ASIAEXAMPLE0000000009"].map(
      (key) =>
        `SELECT 6003 AS class_uid, ${times(AT)}, {'operation': 'AssumeRole', 'service': {'name': 'sts.amazonaws.com'}, 'request': {'data': '{}'}, 'response': {'data': '{"credentials":{"accessKeyId":"${key}X"}}'}} AS api, {'user': {'uid_alt': 'AROAEXAMPLE:later', 'credential_uid': '${key}'}} AS actor, {'ip': '192.0.2.9'} AS src_endpoint`,
    ),
  },
};
const columnsIn = (text: string) =>
  text.split(", ").map((one) => ({ name: one.split(" ")[0] ?? "", type: one.split(" ")[1] ?? "" }));

let folder: string;
let athena: DuckAthena;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "threadline-parquet-tables-"));
  athena = await DuckAthena.open(folder);
  await athena.run(createDatabase("logs").toString());
});
afterAll(() => {
  athena.close();
  rmSync(folder, { recursive: true });
});

async function put(key: string, query: string): Promise<void> {
  const file = path.join(folder, key);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, await makeParquet(query));
}

async function answer(ask: AskName, table: LogTable) {
  const { columns, rows } = await athena.run(selectFor(ask, { tables: [table], known: KNOWN, ...WINDOW }).toString());
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
}

it.each([
  ["plain", `AWSLogs/${ACCOUNT}/vpcflowlogs/${REGION}/2026/02/16`],
  ["hive", `AWSLogs/aws-account-id=${ACCOUNT}/aws-service=vpcflowlogs/aws-region=${REGION}/year=2026/month=02/day=16`],
] as const)("asks a table of Parquet for the traffic of its window: folders %s", async (layout, below) => {
  const bucket = `archive-${layout}`;
  // The second object is of another flow log in the same folder, the third of a day that is not asked for.
  const object = (id: string) => `${ACCOUNT}_vpcflowlogs_${REGION}_${id}_20260216T0005Z_a.log.parquet`;
  await put(`${bucket}/${below}/${object(FLOW_LOG.id)}`, FLOWS);
  await put(`${bucket}/${below}/${object("fl-0bb11aa11aa11aa11")}`, FLOWS);
  await put(`${bucket}/${below.replace(/16$/, "19")}/${object(FLOW_LOG.id)}`, FLOWS);
  const { table, statement } = createTable({ ...archive, bucket, layout }, "logs");
  const named = { ...table, name: `${table.name}_${layout}` };
  await athena.run(statement.toString().replace(`\`${table.name}\``, `\`${named.name}\``));
  expect(await answer("flows", named)).toMatchObject([
    { interface_id: OWN, dstaddr: PEER, start: String(AT / 1000), account_id: ACCOUNT, region: REGION },
  ]);
  expect(await answer("interfaces", named)).toMatchObject([{ interface_id: OWN, address: "10.0.0.5", met: "2" }]);
});

it.each([
  ["1", "flows", "interfaces"],
  ["2", "flows", "interfaces"],
  ["1", "lookups", "askers"],
  ["2", "lookups", "askers"],
  ["1", "calls", "sessions"],
  ["2", "calls", "sessions"],
] as const)("asks Security Lake's tables, version %s: %s, %s", async (version, ask, before) => {
  const { columns, rows } = LAKE[ask];
  const isFirst = version === "1";
  // The first version's tables have no time of their own type and are cut by folders. Those of the second are Iceberg's: to the
  // catalog they have no partitions, but the account and the region as columns, and are cut by the time.
  const own = columnsIn(columns).filter(({ name }) => !isFirst || name !== "time_dt");
  const keys = ["region", "accountid", "eventday"].map((key) => ({ name: key, type: "string" }));
  const partitions = isFirst ? keys : [];
  if (!isFirst) own.push(...keys.slice(0, 2));
  const name = `lake_${ask}_${version}`;
  const lake = (day: string, [region, account] = [REGION, ACCOUNT]) =>
    `${name}/aws/X/${version}.0/region=${region}/accountId=${account}/eventDay=${day}`;
  for (const [at, row] of rows.entries()) await put(`${lake("20260216")}/${at}.gz.parquet`, row);
  // What happened a day later, and stands a day later.
  const later = rows[0]
    ?.replaceAll(String(AT), String(AT + DAY))
    .replace(String(AT + 60_000), String(AT + DAY + 60_000));
  await put(`${lake("20260217")}/9.gz.parquet`, later ?? "");
  // The catalog itself has a location for each of the first version's partitions, and no template of them.
  const template = `s3://${lake(`\${eventday}`, [`\${region}`, `\${accountid}`])}/`;
  const properties: Record<string, string> = isFirst ? { "storage.location.template": template } : {};
  await athena.run(createTable({ ...archive, bucket: name }, "logs").statement.toString());
  athena.tables.set(`logs.${name}`, {
    ...{ database: "logs", name, columns: own, partitions, serde: "parquet", location: `s3://${name}/`, properties },
  });
  const given = (list: typeof own) => list.map((one) => ({ Name: one.name, Type: one.type }));
  const table = recogniseTable({
    ...{ DatabaseName: "logs", Name: name, PartitionKeys: given(partitions) },
    ...(isFirst ? {} : { Parameters: { table_type: "ICEBERG" } }),
    StorageDescriptor: { Columns: given(own) },
  }) as LogTable;
  expect(table).toMatchObject(
    isFirst
      ? { form: "ocsf", account: "accountid", region: "region", day: { format: "yyyyMMdd", column: "eventday" } }
      : { form: "ocsf", account: null, region: null, day: null },
  );
  const statement = selectFor(ask, { tables: [table], known: KNOWN, ...WINDOW }).toString();
  expect(statement).toContain(isFirst ? `"eventday" BETWEEN '20260215' AND '20260216'` : `"time_dt" >= TIMESTAMP '`);
  // Nobody knows where its files lie: what it reads is not known before.
  expect(foldersOf(table, WINDOW.fromMs, WINDOW.toMs)).toBeNull();
  const found = await answer(ask, table);
  expect(found).toHaveLength(1);
  expect(JSON.stringify(found)).toContain({ flows: OWN, lookups: PEER, calls: KEY }[ask]);
  expect(await answer(before, table)).toMatchObject(
    {
      flows: [{ interface_id: OWN, instance_id: INSTANCE, address: "10.0.0.5", met: "2" }],
      lookups: expect.arrayContaining([expect.objectContaining({ address: "10.0.1.0", answered: "1" })]),
      calls: expect.arrayContaining([
        expect.objectContaining({ session_name: "later", access_key_id: KEY, issued_key_id: `${KEY}X` }),
      ]),
    }[ask],
  );
});
