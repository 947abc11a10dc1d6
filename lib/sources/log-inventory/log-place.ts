import type { AskedIn } from "@/lib/sources/log-inventory/existing-log.types";
import type { LogPlace } from "@/lib/sources/source.types";

const BUCKET = /^arn:[a-z-]+:s3:::([^/]+)(?:\/(.*))?$/;
const GROUP = /^arn:[a-z-]+:logs:[^:]*:([^:]*):log-group:([^:]+)(?::\*)?$/;

/** A prefix with the slash that stands between it and what AWS puts below it; empty stays empty. */
export function withSlash(prefix: string): string {
  return prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
}

/** Where a destination's ARN points, with what AWS puts below a bucket's own prefix; null where logs are not read from. */
export function placeOf(arn: string, below: string, { accountId, region }: AskedIn): LogPlace | null {
  const [, bucket, prefix = ""] = BUCKET.exec(arn) ?? [];
  if (bucket !== undefined) return { accountId, region, kind: "s3", bucket, prefix: `${withSlash(prefix)}${below}` };
  const [, owner, name] = GROUP.exec(arn) ?? [];
  if (name === undefined) return null;
  return { accountId, region, kind: "log-group", group: owner === accountId || owner === "" ? name : arn };
}
