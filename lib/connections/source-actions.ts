import { REGISTRY } from "@/lib/sources/registry";
import { SOURCES, type SourceName } from "@/lib/sources/source.types";

/** What people call each source. */
const SOURCE_TITLES: Readonly<Record<SourceName, string>> = {
  cloudtrail: "CloudTrail",
  s3: "Logs in S3",
  "cloudwatch-logs": "CloudWatch Logs",
  guardduty: "GuardDuty",
  "security-hub": "Security Hub",
  ec2: "EC2",
  iam: "IAM",
  config: "Config",
  "log-inventory": "Which logs exist",
  athena: "Athena",
};

export interface SourceActions {
  source: SourceName;
  title: string;
  actions: readonly string[];
}

/** What each source needs, in the order in which they are offered. */
export function sourceActions(): SourceActions[] {
  return SOURCES.flatMap((source) => {
    const actions = REGISTRY[source]?.actions;
    return actions === undefined ? [] : [{ source, title: SOURCE_TITLES[source], actions }];
  });
}

/** What all of them need together. */
export function allActions(): string[] {
  return [...new Set(sourceActions().flatMap(({ actions }) => actions))].sort();
}
