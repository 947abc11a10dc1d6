import type { EvidenceKind } from "@/lib/core/records";

/** A kind of evidence as people are told of it. */
export interface LogFormat {
  kind: Exclude<EvidenceKind, "unknown">;
  title: string;
  /** What of it is read. */
  description: string;
}

/** Every kind of log that is recognised, in the order it is shown in. */
export const LOG_FORMATS: readonly LogFormat[] = [
  {
    kind: "vpc-flow",
    title: "VPC flow logs",
    description:
      "Text in the default format or any custom one with its header line, or by its format where it has none; CloudWatch Logs events, exports, subscriptions, Firehose; Logs Insights results; CSV of Athena; Parquet, in Hive folders too; OCSF 4001 of Security Lake",
  },
  {
    kind: "tgw-flow",
    title: "Transit Gateway flow logs",
    description: "Text in the default format or with its header line, CSV; the same deliveries; Parquet",
  },
  {
    kind: "dns",
    title: "Route 53 Resolver query logs",
    description:
      "JSON lines, arrays; CloudWatch Logs events, exports, subscriptions, Firehose; Logs Insights results; CSV of Athena; OCSF 4003; DNS Firewall events of EventBridge",
  },
  {
    kind: "cloudtrail",
    title: "CloudTrail events",
    description:
      "S3 files, arrays, JSON lines, LookupEvents output, EventBridge and CloudWatch Logs events, CSV of Athena, Lake and the console, Lake and Logs Insights results; OCSF 6003",
  },
  {
    kind: "cloudtrail-digest",
    title: "CloudTrail digests",
    description: "Digest files; public keys (list-public-keys) and signatures (head-object) to check who wrote them",
  },
  {
    kind: "guardduty",
    title: "GuardDuty findings",
    description: "S3 exports, GetFindings output, EventBridge events; attack sequences with all they name",
  },
  {
    kind: "securityhub",
    title: "Security Hub findings",
    description:
      "ASFF: GetFindings output, BatchImportFindings input, EventBridge events of several findings; OCSF 2004",
  },
  {
    kind: "aws-describe",
    title: "Descriptions",
    description:
      "Of EC2: instances, interfaces, addresses, NAT gateways, VPC endpoints, instance profiles, security groups and their rules, network ACLs, route tables, flow logs, Reachability Analyzer results, IPAM address history (also as CSV); instance profiles of IAM, trails and resolver query log settings to look at",
  },
  {
    kind: "config",
    title: "AWS Config",
    description: "Snapshots, history files, GetResourceConfigHistory output, change notifications",
  },
  {
    kind: "fetch-note",
    title: "Notes of fetches",
    description: "What a fetch from AWS could not bring, as Threadline writes it down",
  },
  {
    kind: "archive",
    title: "Archives",
    description:
      "zip, tar, and tar inside gzip, zstd or bzip2; each file inside is evidence of its own, archives too, once",
  },
];
