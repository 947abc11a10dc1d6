import { athenaSource } from "@/lib/sources/athena/athena-source";
import { cloudTrail } from "@/lib/sources/cloudtrail/cloudtrail";
import { cloudWatchLogs } from "@/lib/sources/cloudwatch-logs/cloudwatch-logs-source";
import { configSource } from "@/lib/sources/config/config-source";
import { ec2Source } from "@/lib/sources/ec2/ec2-source";
import { guardDutySource } from "@/lib/sources/guardduty/guardduty-source";
import { iamSource } from "@/lib/sources/iam/iam-source";
import { logInventorySource } from "@/lib/sources/log-inventory/log-inventory-source";
import { s3Source } from "@/lib/sources/s3/s3-source";
import { securityHubSource } from "@/lib/sources/security-hub/security-hub-source";
import type { Source, SourceName } from "@/lib/sources/source.types";

/** What can be fetched, by name. */
export type Sources = Readonly<Partial<Record<SourceName, Source>>>;

/** Every source that a fetch may ask, in the order in which people are offered them. */
export const REGISTRY: Sources = {
  cloudtrail: cloudTrail,
  s3: s3Source,
  "cloudwatch-logs": cloudWatchLogs,
  guardduty: guardDutySource,
  "security-hub": securityHubSource,
  ec2: ec2Source,
  iam: iamSource,
  config: configSource,
  "log-inventory": logInventorySource,
  athena: athenaSource,
};
