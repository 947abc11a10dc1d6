import type { AskedIn } from "@/lib/sources/log-inventory/existing-log.types";
import type { LogPlace } from "@/lib/sources/source.types";

const BUCKET = /^arn:[a-z-]+:s3:::([^/]+)(?:\/(.*))?$/;
const GROUP = /^arn:[a-z-]+:logs:[^:]*:([^:]*):log-group:([^:]+)(?::\*)?$/;

/** A prefix with the slash that stands between it and what AWS puts below it; empty stays empty. */
export function withSlash(prefix: string): string {
  return prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
}

/** The bucket and prefix of a destination's ARN; null for what is no bucket. */
export function bucketOf(arn: string): { bucket: string; prefix: string } | null {
  const [, bucket, prefix = ""] = BUCKET.exec(arn) ?? [];
  return bucket === undefined ? null : { bucket, prefix };
}

/** Where a destination's ARN points, with what AWS puts below a bucket's own prefix; null where logs are not read from. */
export function placeOf(arn: string, below: string, { accountId, region }: AskedIn): LogPlace | null {
  const there = bucketOf(arn);
  if (there !== null)
    return { accountId, region, kind: "s3", bucket: there.bucket, prefix: `${withSlash(there.prefix)}${below}` };
  const [, owner, name] = GROUP.exec(arn) ?? [];
  if (name === undefined) return null;
  return { accountId, region, kind: "log-group", group: owner === accountId || owner === "" ? name : arn };
}
