import { z } from "zod";
import { TABLE_KINDS } from "@/lib/athena/tables/log-table.types";

/** Logs in a bucket that no table is over yet, as far as AWS's own folders and descriptions tell of them. */
export const Archive = z.object({
  kind: z.enum(TABLE_KINDS),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  /** The folder in which the accounts lie, as in `logs/AWSLogs/` or `AWSLogs/o-abc/`; ends with a slash. */
  root: z
    .string()
    .max(512)
    .regex(/^((?!\.{1,2}\/)[A-Za-z0-9._\-=@+!()]+\/)+$/),
  layout: z.enum(["plain", "hive"]),
  parquet: z.boolean(),
  /** The flow log that it is of, and the columns of its format by AWS's names; null of other logs. */
  flowLog: z
    .object({ id: z.string().regex(/^fl-[0-9a-f]{8,17}$/), columns: z.array(z.string()).min(2).max(200) })
    .nullable(),
  accounts: z
    .array(z.string().regex(/^\d{12}$/))
    .min(1)
    .max(1000),
  /** None where VPCs cut it instead. */
  regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/)).max(100),
  vpcs: z.array(z.string().regex(/^vpc-[0-9a-f]{8,17}$/)).max(1000),
});
export type Archive = z.infer<typeof Archive>;
