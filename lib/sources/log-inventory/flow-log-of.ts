import type { FlowLog } from "@aws-sdk/client-ec2";
import type { Archive } from "@/lib/athena/tables/archive.types";
import { isTransitGateway } from "@/lib/formats/vpc-flow/columns";
import { archiveOf } from "@/lib/sources/log-inventory/archive-of";
import type { AskedIn, ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import { bucketOf, placeOf } from "@/lib/sources/log-inventory/log-place";

const FIELD = /\$\{[^}]*\}/g;

/** A flow log as DescribeFlowLogs tells of it. Source: EC2 API Reference, "FlowLog"; VPC User Guide, "Flow log files". */
export function flowLogOf(flowLog: FlowLog, at: AskedIn): ExistingLog {
  const { LogGroupName: group, LogDestination: destination, ResourceId: resource } = flowLog;
  // Older flow logs to CloudWatch Logs name the group alone.
  const place =
    destination === undefined && group !== undefined
      ? ({ ...at, kind: "log-group", group } as const)
      : placeOf(destination ?? "", keysBelow(flowLog, at), at);
  return {
    ...{ kind: "vpc-flow", id: flowLog.FlowLogId ?? "", name: nameOf(flowLog), ...at },
    of: resource === undefined ? [] : [resource],
    ...{ place, archive: archiveIn(flowLog, at), ofOrganisation: false },
    where: destination ?? group ?? "a place that AWS does not name",
    sinceMs: flowLog.CreationTime?.getTime() ?? null,
    untilMs: null,
    format: formatOf(flowLog),
    limits: limitsOf(flowLog, place !== null),
  };
}

/** Flow logs of several formats share a folder: a table is of one. */
function archiveIn(flowLog: FlowLog, at: AskedIn): Archive | null {
  const { FlowLogId: id = "", LogDestination = "", LogFormat = "", DestinationOptions: options } = flowLog;
  const columns = (LogFormat.match(FIELD) ?? []).map((field) => field.slice(2, -1));
  const place = bucketOf(LogDestination);
  const flow = {
    ...{ id, columns, isHive: options?.HiveCompatiblePartitions === true },
    isParquet: options?.FileFormat === "parquet",
  };
  return place && archiveOf({ kind: isTransitGateway(columns) ? "tgw-flow" : "vpc-flow", ...place, flow }, at);
}

function nameOf({ Tags = [] }: FlowLog): string | null {
  return Tags.find(({ Key }) => Key === "Name")?.Value ?? null;
}

function keysBelow({ DestinationOptions: options }: FlowLog, { accountId, region }: AskedIn): string {
  return options?.HiveCompatiblePartitions
    ? `AWSLogs/aws-account-id=${accountId}/aws-service=vpcflowlogs/aws-region=${region}/`
    : `AWSLogs/${accountId}/vpcflowlogs/${region}/`;
}

function formatOf({ LogFormat = "", MaxAggregationInterval: seconds, DestinationOptions: options }: FlowLog): string {
  const fields = LogFormat.match(FIELD)?.length ?? 0;
  return [
    options?.FileFormat === "parquet" ? "Parquet" : "text",
    ...(fields === 0 ? [] : [`${fields} fields`]),
    ...(seconds === undefined ? [] : [`summed up over ${seconds} s`]),
    ...(options?.HiveCompatiblePartitions ? ["Hive folders"] : []),
    ...(options?.PerHourPartition ? ["by the hour"] : []),
  ].join(", ");
}

function limitsOf({ TrafficType: type, ...flowLog }: FlowLog, isRead: boolean): string[] {
  const { DeliverLogsStatus: delivery, DeliverLogsErrorMessage: error } = flowLog;
  return [
    ...(type === "ACCEPT" ? ["Only accepted traffic is recorded."] : []),
    ...(type === "REJECT" ? ["Only rejected traffic is recorded."] : []),
    ...(delivery === "FAILED" ? [`Its delivery fails${error === undefined ? "" : `: ${error}`}.`] : []),
    ...(isRead ? [] : ["It goes to a place that logs are not read from here."]),
  ];
}
