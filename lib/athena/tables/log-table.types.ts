import { z } from "zod";

export const TABLE_KINDS = ["vpc-flow", "tgw-flow", "dns", "cloudtrail"] as const;
export type TableKind = (typeof TABLE_KINDS)[number];

/** How days stand in the formats of Java by which partitions are projected, those that sort as text. */
export const DAY_FORMATS = ["yyyy/MM/dd", "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd/HH"] as const;

/** The columns by which a table is cut into days: one text, or three numbers. */
export const DayPartition = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("date"), column: z.string(), format: z.enum(DAY_FORMATS) }),
  z.object({ kind: z.literal("parts"), year: z.string(), month: z.string(), day: z.string() }),
]);
export type DayPartition = z.infer<typeof DayPartition>;

/** A table of Athena's that holds one of the logs, whoever made it. */
export const LogTable = z.object({
  kind: z.enum(TABLE_KINDS),
  database: z.string().min(1).max(255),
  name: z.string().min(1).max(255),
  /** `fields`: a column for each field of the log. `ocsf`: Security Lake's. */
  form: z.enum(["fields", "ocsf"]),
  /** Its objects are Parquet, and not text. */
  parquet: z.boolean(),
  /** Of the records themselves, as the catalog has them: names and types of Hive. */
  columns: z.array(z.object({ name: z.string().min(1).max(255), type: z.string().max(100_000) })).max(500),
  /** Columns that cut the table into folders; null where it is not cut so, or in a way that is not known here. */
  account: z.string().nullable(),
  region: z.string().nullable(),
  vpc: z.string().nullable(),
  day: DayPartition.nullable(),
  /** Of a table that lies over the folders of several flow logs: the one whose objects are read. */
  flowLogId: z
    .string()
    .regex(/^fl-[0-9a-f]{8,17}$/)
    .nullable(),
  /** Where its objects lie, with those columns in it as `${…}`: for the estimate. Null: not known. */
  template: z.string().max(2048).nullable(),
  /** Values of the three columns above, as far as they are known. */
  accounts: z.array(z.string()).max(10_000),
  regions: z.array(z.string()).max(100),
  vpcs: z.array(z.string()).max(10_000),
});
export type LogTable = z.infer<typeof LogTable>;
