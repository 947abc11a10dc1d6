import { describe, expect, it } from "vitest";
import { makeFakeAccount } from "@/e2e/aws/fake-account";
import type { Archive } from "@/lib/athena/tables/archive.types";
import { createTable } from "@/lib/athena/tables/create-table";
import { partitionsOf, projectionOf } from "@/lib/athena/tables/projection";
import { sampleArchives } from "@/lib/athena/test-archives";

const account = makeFakeAccount({ scale: 0.02 });
const archives = sampleArchives(account.bucket);
const [flows, lookups, calls] = ["vpc-flow", "dns", "cloudtrail"].map((kind) =>
  archives.find((archive) => archive.kind === kind),
) as [Archive, Archive, Archive];
const asNamed = (name: string) => name;
const propertiesOf = (archive: Archive, folder = asNamed) => Object.fromEntries(projectionOf(archive, folder));
const BASE = `s3://${account.bucket}/AWSLogs/`;
const PLAIN_DAY = {
  "projection.day.type": "date",
  "projection.day.format": "yyyy/MM/dd",
  "projection.day.range": "2015/01/01,NOW",
  "projection.day.interval": "1",
  "projection.day.interval.unit": "DAYS",
};
const enumOf = (name: string, values: readonly string[]) => ({
  [`projection.${name}.type`]: "enum",
  [`projection.${name}.values`]: values.join(","),
});

/**
 * The folders that Athena asks for on a day, as its guide has it: each column's values out of its type, put into the template.
 * Throws for a day outside of a column's range.
 */
function foldersOn(properties: Record<string, string>, date: string): string[] {
  const [year = "", month = "", day = ""] = date.split("-");
  const columns = [...(properties["storage.location.template"] ?? "").matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
  const valuesOf = (column: string): string[] => {
    const of = (key: string) => properties[`projection.${column}.${key}`] ?? "";
    if (of("type") === "enum") return of("values").split(",");
    const [least = "", most = ""] = of("range").split(",");
    if (of("type") === "date") {
      const text = of("format").replace("yyyy", year).replace("MM", month).replace("dd", day);
      if (text < least || most !== "NOW") throw new Error(`${text} is out of ${of("range")}`);
      return [text];
    }
    const wanted = Number({ year, month, day }[column.replace("folder_", "")]);
    if (of("type") !== "integer" || wanted < Number(least) || wanted > Number(most)) throw new Error(`no ${column}`);
    return [String(wanted).padStart(Number(of("digits")), "0")];
  };
  return columns.reduce<string[]>(
    (folders, column = "") =>
      folders.flatMap((folder) => valuesOf(column).map((value) => folder.replaceAll(`\${${column}}`, value))),
    [properties["storage.location.template"] ?? ""],
  );
}

describe("how partitions follow from folders", () => {
  it("is by account, region and day for flow logs and trails, and by VPC instead of region for lookups", () => {
    const shared = { "projection.enabled": "true", ...PLAIN_DAY };
    expect(propertiesOf(flows)).toEqual({
      ...{ ...shared, ...enumOf("account", flows.accounts), ...enumOf("region", flows.regions) },
      "storage.location.template": `${BASE}\${account}/vpcflowlogs/\${region}/\${day}/`,
    });
    expect(propertiesOf({ ...calls, accounts: ["111122223333", "444455556666"] })).toEqual({
      ...{ ...shared, ...enumOf("account", ["111122223333", "444455556666"]), ...enumOf("region", calls.regions) },
      "storage.location.template": `${BASE}\${account}/CloudTrail/\${region}/\${day}/`,
    });
    expect(propertiesOf(lookups)).toEqual({
      ...{ ...shared, ...enumOf("account", lookups.accounts), ...enumOf("vpc", lookups.vpcs) },
      "storage.location.template": `${BASE}\${account}/vpcdnsquerylogs/\${vpc}/\${day}/`,
    });
  });

  it("is by three numbers with their leading zeros in Hive's folders", () => {
    const properties = propertiesOf({ ...flows, layout: "hive" });
    expect(properties).toMatchObject({
      ...{ "projection.year.type": "integer", "projection.year.range": "2015,2099", "projection.year.digits": "4" },
      ...{ "projection.month.type": "integer", "projection.month.range": "1,12", "projection.month.digits": "2" },
      ...{ "projection.day.type": "integer", "projection.day.range": "1,31", "projection.day.digits": "2" },
    });
    expect(properties).not.toHaveProperty(["projection.day.format"]);
    const [{ length } = { length: 0 }, accountId = "", region = ""] = [
      flows.accounts,
      flows.accounts[0],
      flows.regions[0],
    ];
    expect(length).toBe(1);
    expect(foldersOn(properties, "2026-02-05")).toContain(
      `${BASE}aws-account-id=${accountId}/aws-service=vpcflowlogs/aws-region=${region}/year=2026/month=02/day=05/`,
    );
  });

  it.each([
    ["plain", flows],
    ["hive", { ...flows, layout: "hive" as const }],
    ["lookups", lookups],
    ["calls", calls],
  ])("names every column that the table is cut by, and no other: %s", (_, archive) => {
    const named = Object.keys(propertiesOf(archive)).flatMap((key) => /^projection\.(\w+)\.type$/.exec(key)?.[1] ?? []);
    expect(named.sort()).toEqual(partitionsOf(archive).sort());
    const { statement } = createTable(archive, "logs");
    for (const [name, value] of projectionOf(archive, asNamed))
      if (!/region|account|vpc|day|template/.test(name)) expect(statement.toString()).toContain(`'${name}'='${value}'`);
  });

  it("calls a folder otherwise whose name a field of the records has", () => {
    const columns = [...(flows.flowLog?.columns ?? []), "region"];
    const given: Archive = { ...flows, flowLog: { id: flows.flowLog?.id ?? "", columns } };
    const statement = createTable(given, "logs").statement.toString();
    expect(statement).toMatch(/PARTITIONED BY \(.*`folder_region` string.*\)/);
    expect(statement).toContain(`'projection.folder_region.values'='${flows.regions.join(",")}'`);
    expect(statement).toContain(`\${folder_region}`);
    expect(statement).not.toContain("'projection.region.");
  });

  it("meets each folder that AWS delivers to exactly once", () => {
    const parts: [Archive, string][] = [
      [flows, "/vpcflowlogs/"],
      [lookups, "/vpcdnsquerylogs/"],
      [calls, "/CloudTrail/"],
    ];
    for (const [archive, part] of parts) {
      const keys = [...account.objects.keys()].filter((key) => key.includes(part));
      expect(keys.length).toBeGreaterThan(0);
      const days = new Set(keys.map((key) => /\/(\d{4})\/(\d\d)\/(\d\d)\//.exec(key)?.slice(1).join("-") ?? ""));
      const folders = [...days].flatMap((day) => foldersOn(propertiesOf(archive), day));
      expect(new Set(folders).size).toBe(folders.length);
      for (const key of keys)
        expect(folders.filter((folder) => `s3://${account.bucket}/${key}`.startsWith(folder))).toHaveLength(1);
    }
  });
});
