import type { SourceName } from "@/lib/sources/source.types";

/** Each source as people choose it: its name, and what is asked of it. */
export const SOURCE_WORDS: Readonly<Record<SourceName, { title: string; asks: string }>> = {
  cloudtrail: {
    title: "CloudTrail",
    asks: "Calls of the instances' sessions, with the access keys and every key that those calls gave away, upon the instances and interfaces, and of the named API calls: management calls of the last 90 days, two questions a second in each account and region",
  },
  s3: { title: "S3", asks: "The log files of the window in the buckets that you name" },
  "cloudwatch-logs": { title: "CloudWatch Logs", asks: "The window of the log groups that you name" },
  guardduty: { title: "GuardDuty", asks: "Findings of the window" },
  "security-hub": { title: "Security Hub", asks: "Findings of the window" },
  ec2: { title: "EC2", asks: "Instances, interfaces, addresses, gateways, rules and routes as they are now" },
  iam: { title: "IAM", asks: "Instance profiles and roles as they are now" },
  config: { title: "AWS Config", asks: "What the instances and interfaces were in the window" },
  "log-inventory": {
    title: "Which logs exist",
    asks: "Flow logs, resolver query logs and trails, and where they are delivered",
  },
  athena: { title: "Athena", asks: "Logs where they lie, by queries" },
};
