import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type CheckSql, openGrammars } from "@/e2e/aws/duck/sql-grammars";
import { forDuck } from "@/e2e/aws/duck/trino-functions";
import { hiveText } from "@/lib/athena/sql/hive";
import { identifier, isOneOf, sql, text, whole } from "@/lib/athena/sql/sql";
import { daysOf, withinDays } from "@/lib/athena/sql/time";

let check: CheckSql;
beforeAll(async () => {
  check = await openGrammars();
});

describe("a typed part of SQL", () => {
  it("is one literal or one name, whatever it says", async () => {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const connection = await instance.connect();
    const hostile = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom(..."'\"`;-/*\\ )(aU\n") }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (value, name) => {
        fc.pre(!value.includes("\0") && name.trim() !== "" && name.length < 200 && !/\p{Cc}/u.test(name));
        const statement = sql`SELECT ${text(value)} AS ${identifier(name)}`.toString();
        const answer = await connection.runAndReadAll(statement);
        expect([answer.columnNames(), answer.getRows()]).toEqual([[name], [[value]]]);
        expect(check(statement)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    connection.closeSync();
    instance.closeSync();
  });

  it.each([
    ["a text with NUL", () => text("a\0")],
    ["a name that is empty", () => identifier("")],
    ["a name with a line's end", () => identifier("a\nb")],
    ["half a number", () => whole(0.5)],
    ["a quote for Hive", () => hiveText("s3://b/a'")],
    ["a backslash for Hive", () => hiveText("s3://b/a\\")],
  ])("is not made of %s", (_, make) => {
    expect(make).toThrow(RangeError);
  });

  it("asks for nothing where no value is given", () => {
    expect(isOneOf(identifier("a"), []).toString()).toBe("false");
  });
});

describe("what holds the statements", () => {
  const unload = (select: string) =>
    `UNLOAD (\n${select}\n)\nTO 's3://results/a/'\nWITH (format = 'PARQUET', compression = 'GZIP')`;

  it.each([
    ["a word that is none", "SELEC 1"],
    ["a bracket too few", `SELECT count(* FROM "a"."b"`],
    ["a condition without its end", `SELECT 1 FROM "a"."b" WHERE "c" =`],
    ["what is wrong within UNLOAD", unload(`SELECT "c" FORM "a"."b" WHERE`)],
    ["a table without types", "CREATE EXTERNAL TABLE IF NOT EXISTS `a`.`b` (`c`, `d`) LOCATION 's3://b/'"],
  ])("refuses %s by the grammar", (_, statement) => {
    expect(check(statement)).not.toEqual([]);
  });

  it("takes the same where it is right", () => {
    expect(check(unload(`SELECT "c" FROM "a"."b" WHERE "c" = '1'`))).toEqual([]);
  });

  it("knows the functions that it was told of and no others, whatever DuckDB knows", () => {
    expect(forDuck(`SELECT strpos("md5(x)", 'md5(y)'), json_extract_scalar("a", '$.b')`)).toBe(
      `SELECT strpos("md5(x)", 'md5(y)'), json_extract_string("a", '$.b')`,
    );
    for (const name of ["md5", "list_sum", "Read_Text"])
      expect(() => forDuck(`SELECT ${name}("a")`)).toThrow(`${name} is no function that the tests know`);
  });
});

describe("days", () => {
  const at = (text: string) => Date.parse(text);
  it("reach as far as objects of the window are delivered", () => {
    const days = daysOf(at("2026-02-15T23:00:00Z"), at("2026-02-16T22:30:00Z")).map((ms) => new Date(ms).toISOString());
    expect(days.map((day) => day.slice(0, 10))).toEqual(["2026-02-15", "2026-02-16", "2026-02-17"]);
  });

  it.each([
    [
      "one column",
      { kind: "date", column: "day", format: "yyyy/MM/dd" },
      `"day" BETWEEN '2026/01/31' AND '2026/02/01'`,
    ],
    [
      "with hours",
      { kind: "date", column: "h", format: "yyyy/MM/dd/HH" },
      `"h" BETWEEN '2026/01/31/00' AND '2026/02/01/23'`,
    ],
  ] as const)("are a range of texts: %s", (_, partition, expected) => {
    expect(withinDays(partition, at("2026-01-31T05:00:00Z"), at("2026-02-01T06:00:00Z")).toString()).toBe(expected);
  });

  it("are a range in each month where three columns hold them", () => {
    const parts = { kind: "parts", year: "year", month: "month", day: "day" } as const;
    const within = withinDays(parts, at("2025-12-31T05:00:00Z"), at("2026-01-02T06:00:00Z")).toString();
    expect(within).toContain(`= 2025 AND CAST("month" AS integer) = 12 AND CAST("day" AS integer) BETWEEN 31 AND 31`);
    expect(within).toContain(`= 2026 AND CAST("month" AS integer) = 1 AND CAST("day" AS integer) BETWEEN 1 AND 2`);
  });
});
