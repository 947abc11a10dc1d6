import { z } from "zod";
import { LogTable } from "@/lib/athena/tables/log-table.types";
import { parseS3Location } from "@/lib/core/s3-location";

const MEBIBYTE = 1024 * 1024;
/** Less than this is charged as this much. Source: Athena's price page. */
export const LEAST_CHARGED_BYTES = 10 * MEBIBYTE;
/** No workgroup has a smaller limit. Source: Athena API Reference, "WorkGroupConfiguration". */
const LEAST_LIMIT_BYTES = 10_000_000;

/** Where and how Athena is asked: in one account and region, over tables that are there. */
export const AthenaSetup = z.object({
  accountId: z.string().regex(/^\d{12}$/, "An account has twelve digits."),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "This is no region."),
  workgroup: z.string().regex(/^[a-zA-Z0-9._-]{1,128}$/, "This is no name of a workgroup."),
  /** What is found is written below it. */
  outputLocation: z
    .string()
    .refine((text) => parseS3Location(text) !== null && text.endsWith("/"), "This is no s3://bucket/folder/."),
  /** A query that scans more is stopped: the smaller of what was asked and the workgroup's own limit. */
  mostBytes: z.number().int().min(LEAST_LIMIT_BYTES, "A query scans 10 MB at the least."),
  limitOf: z.enum(["question", "workgroup"]).default("question"),
  tables: z.array(LogTable).min(1, "Choose at least one table.").max(200),
});
export type AthenaSetup = z.infer<typeof AthenaSetup>;
