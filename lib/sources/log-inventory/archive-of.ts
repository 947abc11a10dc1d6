import { Archive } from "@/lib/athena/tables/archive.types";
import type { AskedIn } from "@/lib/sources/log-inventory/existing-log.types";
import { withSlash } from "@/lib/sources/log-inventory/log-place";

interface LoggedThere {
  kind: Archive["kind"];
  bucket: string;
  /** What stands before AWS's own folders; empty, or with or without a slash at its end. */
  prefix: string;
  vpcs?: readonly string[];
  /** Of flow logs. */
  flow?: { id: string; columns: string[]; isHive: boolean; isParquet: boolean };
}

/** What a table over a log of one account and region is made of; null where its names can stand in none. */
export function archiveOf({ kind, bucket, prefix, vpcs = [], flow }: LoggedThere, at: AskedIn): Archive | null {
  const parsed = Archive.safeParse({
    ...{ kind, bucket, root: `${withSlash(prefix)}AWSLogs/`, accounts: [at.accountId], vpcs: [...vpcs] },
    layout: flow?.isHive ? "hive" : "plain",
    parquet: flow?.isParquet ?? false,
    flowLog: flow ? { id: flow.id, columns: flow.columns } : null,
    regions: kind === "dns" ? [] : [at.region],
  });
  return parsed.success ? parsed.data : null;
}
