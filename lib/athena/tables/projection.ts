import type { Archive } from "@/lib/athena/tables/archive.types";

/** Before this no log of these was delivered to a bucket in such folders. */
const FIRST_YEAR = 2015;
const LAST_YEAR = 2099;

export type Properties = [name: string, value: string][];
/** What a partition's column is called, which is `account` and the like unless records have a column of that name. */
export type NameOfFolder = (name: string) => string;

/** Where the objects of an account, a region or VPC, and a day lie, with the partitions' columns in it as `${…}`. */
export function templateOf({ bucket, root, layout, kind }: Archive, folder: NameOfFolder): string {
  const base = `s3://${bucket}/${root}`;
  const at = (name: string) => `\${${folder(name)}}`;
  if (kind === "dns") return `${base}${at("account")}/vpcdnsquerylogs/${at("vpc")}/${at("day")}/`;
  if (kind === "cloudtrail") return `${base}${at("account")}/CloudTrail/${at("region")}/${at("day")}/`;
  if (layout === "plain") return `${base}${at("account")}/vpcflowlogs/${at("region")}/${at("day")}/`;
  const folders = `aws-account-id=${at("account")}/aws-service=vpcflowlogs/aws-region=${at("region")}`;
  return `${base}${folders}/year=${at("year")}/month=${at("month")}/day=${at("day")}/`;
}

/** The columns that cut the table into folders. */
export function partitionsOf({ kind, layout }: Archive): string[] {
  return ["account", kind === "dns" ? "vpc" : "region", ...(layout === "hive" ? ["year", "month", "day"] : ["day"])];
}

/**
 * How partitions follow from the folders' names, without a catalog that lists them. Source: Athena User Guide, "Partition
 * projection" (supported types, dynamic ID partitioning).
 */
export function projectionOf(archive: Archive, folder: NameOfFolder): Properties {
  const set = (name: string, values: Record<string, string>): Properties =>
    Object.entries(values).map(([key, value]) => [`projection.${folder(name)}.${key}`, value]);
  const oneOf = (name: string, values: readonly string[]) => set(name, { type: "enum", values: values.join(",") });
  const number = (name: string, range: string, digits: number) =>
    set(name, { type: "integer", range, digits: String(digits) });
  const days =
    archive.layout === "hive"
      ? [...number("year", `${FIRST_YEAR},${LAST_YEAR}`, 4), ...number("month", "1,12", 2), ...number("day", "1,31", 2)]
      : set("day", {
          ...{ type: "date", format: "yyyy/MM/dd", range: `${FIRST_YEAR}/01/01,NOW` },
          ...{ interval: "1", "interval.unit": "DAYS" },
        });
  return [
    ["projection.enabled", "true"],
    ...oneOf("account", archive.accounts),
    ...(archive.kind === "dns" ? oneOf("vpc", archive.vpcs) : oneOf("region", archive.regions)),
    ...days,
    ["storage.location.template", templateOf(archive, folder)],
  ];
}
