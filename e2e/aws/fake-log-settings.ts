import type { FakeAccount, Json } from "@/e2e/aws/fake-account";
import { HEADER, LOG_ID } from "@/prisma/incidents/web-tier/flow-lines";
import { HOUR, PRIVATE_SUBNET, PUBLIC_SUBNET, VPC } from "@/prisma/incidents/web-tier/world";

/** The logs of the incident were set up so long before it. */
const BEFORE_MS = 60 * 24 * HOUR;

/** The flow logs that wrote the incident's files: one for each subnet. */
export const FLOW_LOGS = ({ bucket, startMs }: FakeAccount): Json[] =>
  (["public", "private"] as const).map((log) => ({
    ...{ FlowLogId: LOG_ID[log], ResourceId: log === "public" ? PUBLIC_SUBNET : PRIVATE_SUBNET },
    ...{ FlowLogStatus: "ACTIVE", DeliverLogsStatus: "SUCCESS", TrafficType: "ALL", MaxAggregationInterval: 60 },
    ...{ LogDestinationType: "s3", LogDestination: `arn:aws:s3:::${bucket}` },
    CreationTime: new Date(startMs - BEFORE_MS),
    LogFormat: HEADER[log]
      .split(" ")
      .map((name) => `\${${name}}`)
      .join(" "),
    Tags: [{ Key: "Name", Value: `${log} subnet` }],
  }));

const QUERY_LOG = "rqlc-0123456789abcdef";

export const QUERY_LOGS = ({ accountId, region, bucket, startMs }: FakeAccount) => ({
  configs: [
    {
      ...{ Id: QUERY_LOG, OwnerId: accountId, Name: "all queries", Status: "CREATED" as const, AssociationCount: 1 },
      Arn: `arn:aws:route53resolver:${region}:${accountId}:resolver-query-log-config/${QUERY_LOG}`,
      DestinationArn: `arn:aws:s3:::${bucket}`,
      CreationTime: new Date(startMs - BEFORE_MS).toISOString(),
    },
  ],
  associations: [
    {
      ...{
        Id: "rqlca-0123456789abcdef",
        ResolverQueryLogConfigId: QUERY_LOG,
        ResourceId: VPC,
        Status: "ACTIVE" as const,
      },
      CreationTime: new Date(startMs - BEFORE_MS).toISOString(),
    },
  ],
});

export const trailOf = (accountId: string, { region, bucket }: FakeAccount) => ({
  ...{ Name: "organisation", S3BucketName: bucket, IsMultiRegionTrail: true, HomeRegion: region },
  ...{ TrailARN: `arn:aws:cloudtrail:${region}:${accountId}:trail/organisation`, LogFileValidationEnabled: true },
  ...{ IncludeGlobalServiceEvents: true, IsOrganizationTrail: false },
});

export const trailStatus = ({ startMs, nowMs }: FakeAccount) => ({
  ...{ IsLogging: true, StartLoggingTime: new Date(startMs - BEFORE_MS), LatestDeliveryTime: new Date(nowMs) },
});
