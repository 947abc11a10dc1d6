import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { WorkGroupConfiguration } from "@aws-sdk/client-athena";
import { AwsFault } from "@/e2e/aws/aws-fault";
import { DuckAthena } from "@/e2e/aws/duck/duck-athena";
import type { DeclaredTable } from "@/e2e/aws/duck/read-ddl";
import { type CheckSql, openGrammars } from "@/e2e/aws/duck/sql-grammars";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import type { FakeBuckets } from "@/e2e/aws/services/s3";

interface Query {
  id: string;
  statement: string;
  state: "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  reason: string | null;
  scanned: number;
  columns: string[];
  rows: (string | null)[][];
}

/** What a test sees and says of the fake. */
export interface FakeAthena {
  queries: Query[];
  /** Queries from now on scan a gigabyte at each look and never end by themselves. */
  endless: boolean;
  /** What the workgroup says of the queries that run in it. */
  workgroup: WorkGroupConfiguration;
  close(): void;
}

const WORKGROUP = {
  Name: "primary",
  State: "ENABLED" as const,
  EngineVersion: { EffectiveEngineVersion: "Athena engine version 3" },
};

/** Athena over the fake's buckets: each statement is held to its grammar, and runs on DuckDB. With the catalog that it makes. */
export async function serveAthena(aws: FakeAws, buckets: FakeBuckets): Promise<FakeAthena> {
  const folder = mkdtempSync(join(tmpdir(), "threadline-athena-"));
  const [duck, check] = await Promise.all([DuckAthena.open(folder), openGrammars()]);
  const byToken = new Map<string, Query>();
  const fake: FakeAthena = {
    queries: [],
    endless: false,
    workgroup: {},
    close() {
      duck.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const find = (id: string | undefined) => {
    const query = fake.queries.find((one) => one.id === id);
    if (!query) throw new AwsFault("InvalidRequestException", "QueryExecution was not found");
    return query;
  };
  const written = new Set<string>();
  const putDown = () => {
    for (const [name, { objects }] of buckets) {
      for (const [key, { bytes, etag }] of objects) {
        const mark = `${name} ${key} ${etag}`;
        if (written.has(mark)) continue;
        written.add(mark);
        const file = join(folder, name, key);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytes);
      }
    }
  };

  aws.on("athena", "StartQueryExecution", async ({ input, accountId, accessKeyId }) => {
    const token = input.ClientRequestToken ?? randomUUID();
    const known = byToken.get(token);
    if (known) return { QueryExecutionId: known.id };
    const statement = input.QueryString ?? "";
    const query: Query = {
      id: randomUUID(),
      statement,
      state: "RUNNING",
      reason: null,
      scanned: 0,
      columns: [],
      rows: [],
    };
    byToken.set(token, query);
    fake.queries.push(query);
    if (fake.endless) return { QueryExecutionId: query.id };
    const makes = /^CREATE (EXTERNAL TABLE|DATABASE)/.exec(statement)?.[1];
    const action = makes && `glue:Create${makes === "DATABASE" ? "Database" : "Table"}`;
    if (action && aws.isDenied(action, accountId)) {
      const { arn } = aws.whoIs(accessKeyId);
      const reason = `FAILED: Execution Error: AccessDeniedException. User: ${arn} is not authorized to perform: ${action} on resource: arn:aws:glue:*:${accountId}:catalog because no identity-based policy allows the ${action} action`;
      Object.assign(query, { state: "FAILED", reason });
      return { QueryExecutionId: query.id };
    }
    putDown();
    await runOn(duck, check, query, (path) => {
      const [bucket = "", ...rest] = path.split("/");
      buckets.get(bucket)?.put(rest.join("/"), readFileSync(join(folder, path)));
    });
    return { QueryExecutionId: query.id };
  });
  aws.on("athena", "GetQueryExecution", ({ input }) => {
    const query = find(input.QueryExecutionId);
    if (fake.endless && query.state === "RUNNING") {
      query.scanned += 1e9;
      const { BytesScannedCutoffPerQuery: most = Number.POSITIVE_INFINITY } = fake.workgroup;
      if (query.scanned > most)
        Object.assign(query, { state: "CANCELLED", reason: "Query cancelled! : Bytes scanned limit was exceeded" });
    }
    const { id, statement, state, reason, scanned } = query;
    const StatementType = statement.startsWith("CREATE") ? ("DDL" as const) : ("DML" as const);
    return {
      QueryExecution: {
        ...{ QueryExecutionId: id, Query: statement, StatementType },
        Status: { State: state, ...(reason === null ? {} : { StateChangeReason: reason }) },
        Statistics: { DataScannedInBytes: scanned },
        WorkGroup: WORKGROUP.Name,
      },
    };
  });
  aws.on("athena", "StopQueryExecution", ({ input }) => {
    const query = find(input.QueryExecutionId);
    if (query.state === "RUNNING") query.state = "CANCELLED";
    return {};
  });
  aws.on("athena", "GetQueryResults", ({ input, page }) => {
    const { columns, rows } = find(input.QueryExecutionId);
    const { items, next } = page([columns, ...rows], input.MaxResults ?? 1000, input.NextToken);
    return {
      ResultSet: {
        Rows: items.map((row) => ({ Data: row.map((cell) => (cell === null ? {} : { VarCharValue: cell })) })),
        ResultSetMetadata: { ColumnInfo: columns.map((Name) => ({ Name, Type: "varchar" })) },
      },
      NextToken: next,
    };
  });
  aws.on("athena", "ListWorkGroups", () => ({ WorkGroups: [WORKGROUP] }));
  aws.on("athena", "GetWorkGroup", () => ({ WorkGroup: { ...WORKGROUP, Configuration: fake.workgroup } }));
  aws.on("glue", "GetDatabases", () => ({
    DatabaseList: ["default", ...duck.databases].map((Name) => ({ Name })),
  }));
  aws.on("glue", "GetTables", ({ input, page }) => {
    const { DatabaseName: database = "" } = input;
    if (database !== "default" && !duck.databases.has(database))
      throw new AwsFault("EntityNotFoundException", `Database ${database} not found.`);
    const own = [...duck.tables.values()].filter(({ database }) => database === input.DatabaseName);
    const { items, next } = page(own.map(inCatalog), input.MaxResults ?? 100, input.NextToken);
    return { TableList: items, NextToken: next };
  });
  return fake;
}

async function runOn(duck: DuckAthena, check: CheckSql, query: Query, put: (path: string) => void): Promise<void> {
  try {
    const wrong = check(query.statement);
    if (wrong.length > 0) throw new Error(wrong.join("; "));
    const { columns, rows, scanned, written } = await duck.run(query.statement);
    for (const path of written) put(path);
    Object.assign(query, { state: "SUCCEEDED", columns, rows, scanned });
  } catch (error) {
    Object.assign(query, { state: "FAILED", reason: error instanceof Error ? error.message : String(error) });
  }
}

/** A table as Glue's catalog has it. */
function inCatalog({ database, name, columns, partitions, location, properties, serde }: DeclaredTable) {
  const named = (list: DeclaredTable["columns"]) => list.map((column) => ({ Name: column.name, Type: column.type }));
  const InputFormat =
    serde === "parquet"
      ? "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
      : "org.apache.hadoop.mapred.TextInputFormat";
  return {
    ...{ DatabaseName: database, Name: name, TableType: "EXTERNAL_TABLE", Parameters: properties },
    PartitionKeys: named(partitions),
    StorageDescriptor: { Columns: named(columns), Location: location, InputFormat },
  };
}
