import type { Archive } from "@/lib/athena/tables/archive.types";
import { ACCOUNT, DEPLOY_ACCOUNT, REGION, VPC } from "@/prisma/incidents/web-tier/world";

const FORMATS = {
  "fl-0aa11aa11aa11aa11":
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  "fl-0bb22bb22bb22bb22":
    "version vpc-id subnet-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol packets bytes start end action tcp-flags flow-direction traffic-path region az-id log-status",
};

/** For tests: the sample incident's logs, in a bucket. */
export function sampleArchives(bucket: string): Archive[] {
  const where = { bucket, root: "AWSLogs/", layout: "plain" as const, parquet: false };
  const one = { ...where, accounts: [ACCOUNT], regions: [REGION], vpcs: [] };
  const flows = Object.entries(FORMATS).map(
    ([id, format]): Archive => ({ ...one, kind: "vpc-flow", flowLog: { id, columns: format.split(" ") } }),
  );
  return [
    ...flows,
    { ...one, kind: "dns", flowLog: null, regions: [], vpcs: [VPC] },
    { ...one, kind: "cloudtrail", flowLog: null, accounts: [ACCOUNT, DEPLOY_ACCOUNT] },
  ];
}
