import { beforeAll, describe, expect, it } from "vitest";
import { type CheckSql, openGrammars } from "@/e2e/aws/duck/sql-grammars";
import { foldersOf } from "@/lib/athena/estimate-scan";
import { type AskName, selectFor, tablesFor } from "@/lib/athena/questions/asks";
import { Archive } from "@/lib/athena/tables/archive.types";
import { createTable } from "@/lib/athena/tables/create-table";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { proposeTables } from "@/lib/athena/tables/propose-tables";
import { recogniseTable } from "@/lib/athena/tables/recognise-table";
import { sampleArchives } from "@/lib/athena/test-archives";

let check: CheckSql;
beforeAll(async () => {
  check = await openGrammars();
});

const samples = sampleArchives("archive");
const flows = samples[1] as Archive;
const layouts: Archive[] = [
  ...samples,
  { ...flows, parquet: true },
  { ...flows, layout: "hive", parquet: true },
  { ...flows, layout: "hive", root: "a-b/AWSLogs/" },
];
const known = {
  ...{ addresses: ["198.51.100.77", "2001:db8::7"], instanceIds: ["i-0a2b2a2b2a2b2a2b2"] },
  ...{ interfaceIds: ["eni-0a2b2a2b2a2b2a2b2"], ownAddresses: ["10.0.0.1"], accessKeyIds: ["ASIAEXAMPLE"] },
};
const window = { fromMs: Date.parse("2026-02-15T22:00:00Z"), toMs: Date.parse("2026-02-16T02:00:00Z") };
const ASKS: AskName[] = ["askers", "interfaces", "sessions", "flows", "lookups", "calls"];

function statementsFor(table: LogTable): string[] {
  return ASKS.filter((ask) => tablesFor(ask, [table]).length > 0).map((ask) =>
    selectFor(ask, { tables: [table], known, ...window }).toString(),
  );
}

describe("a table that is made", () => {
  it.each(layouts.map((archive) => ({ archive })))(
    "is a statement of Hive's, and is asked in Trino's SQL: $archive.kind, $archive.layout, parquet $archive.parquet",
    ({ archive }) => {
      const { table, statement } = createTable(archive, "logs");
      expect(check(statement.toString())).toEqual([]);
      const statements = statementsFor(table);
      expect(statements.length).toBeGreaterThan(1);
      for (const one of statements) {
        expect(check(one)).toEqual([]);
        expect(one).toMatch(/"(folder_)?day"/);
      }
    },
  );

  it("lies over the folders that AWS delivers to", () => {
    const folders = layouts.map(
      (archive) => foldersOf(createTable(archive, "logs").table, window.fromMs, window.toMs)?.[0],
    );
    expect(folders).toEqual([
      "s3://archive/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/02/15/",
      "s3://archive/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/02/15/",
      "s3://archive/AWSLogs/111122223333/vpcdnsquerylogs/vpc-0a1b2c3d4e5f60718/2026/02/15/",
      "s3://archive/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/02/15/",
      "s3://archive/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/02/15/",
      "s3://archive/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=02/day=15/",
      "s3://archive/a-b/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=02/day=15/",
    ]);
  });

  it.each(["logs'/", "a`b/", "../AWSLogs/", "AWSLogs", "a\nb/", "$" + "{account}/"])(
    "is not made of a folder named %j",
    (root) => {
      expect(Archive.safeParse({ ...flows, root }).success).toBe(false);
    },
  );
});

describe("what is proposed", () => {
  const trail = samples.find(({ kind }) => kind === "cloudtrail") as Archive;
  const both: Archive = { ...trail, accounts: ["111122223333", "444455556666"] };
  const own = createTable(trail, "logs").table;
  const proposed = (existing: LogTable[]) => {
    const { proposals, notes } = proposeTables([both], { database: "logs", existing });
    return { titles: proposals.map(({ title }) => title), notes };
  };

  it.each([
    ["nothing is there", [], ["111122223333, 444455556666"]],
    ["a table lists all accounts", [{ ...own, accounts: both.accounts }], []],
    ["a table does not say which accounts it has", [{ ...own, accounts: [] }], []],
    [
      "a table is over one account's folder",
      [
        {
          ...own,
          name: "theirs",
          accounts: [],
          account: null,
          template: `s3://${trail.bucket}/${trail.root}111122223333/CloudTrail/`,
        },
      ],
      ["444455556666"],
    ],
  ])("is a table over every account that none reaches, where %s", (_, existing, accounts) => {
    const regions = trail.regions.join(", ");
    expect(proposed(existing)).toEqual({
      titles: accounts.map((some) => `the CloudTrail logs of ${some} in ${regions}`),
      notes: [],
    });
  });

  it("is said to be none where a table of that name has fewer accounts", () => {
    const { titles, notes } = proposed([{ ...own, accounts: ["111122223333"] }]);
    expect(titles).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("does not have 444455556666")]);
  });
});

describe("a table that is there", () => {
  const columns = (text: string) =>
    text.split(", ").map((one) => ({ Name: one.split(" ")[0], Type: one.split(" ")[1] }));
  const given = (text: string, keys: string, Parameters: Record<string, string> = {}) =>
    recogniseTable({
      DatabaseName: "d",
      Name: "t",
      StorageDescriptor: { Columns: columns(text) },
      PartitionKeys: keys === "" ? [] : columns(keys),
      Parameters,
    });

  it("of Security Lake is used as it is", () => {
    const ends =
      "struct<ip:string,interface_uid:string,vpc_uid:string,instance_uid:string,intermediate_ips:array<string>>";
    const table = given(
      `class_uid int, time bigint, time_dt timestamp, end_time bigint, status_code string, src_endpoint ${ends}, dst_endpoint ${ends}, traffic struct<bytes:bigint>`,
      "",
    );
    expect(table).toMatchObject({ kind: "vpc-flow", form: "ocsf", day: null });
    for (const one of statementsFor(table as LogTable)) expect(check(one)).toEqual([]);
    const calls = given(
      "class_uid int, time bigint, api struct<operation:string>, actor struct<user:string>, src_endpoint struct<ip:string>",
      "region string, accountid string, eventday string",
    );
    expect(calls).toMatchObject({ kind: "cloudtrail", account: "accountid", day: { format: "yyyyMMdd" } });
    for (const one of statementsFor(calls as LogTable)) expect(check(one)).toEqual([]);
  });

  it("is known by its columns, whatever it is called, and cut by what its partitions say", () => {
    expect(
      given(
        "interfaceid string, sourceaddress string, destinationaddress string, action string, starttime int, endtime int, logstatus string",
        "dt string",
        { "projection.dt.format": "yyyy/MM/dd" },
      ),
    ).toMatchObject({
      kind: "vpc-flow",
      day: { kind: "date", column: "dt", format: "yyyy/MM/dd" },
    });
    expect(given("id string, name string, srcaddr string", "")).toBeNull();
    expect(
      given(
        "eventtime string, eventsource string, eventname string, sourceipaddress string, responseelements string, useridentity string",
        "",
      ),
    ).toBeNull();
  });
});
