import type { GetEventSelectorsCommandOutput, GetTrailStatusCommandOutput, Trail } from "@aws-sdk/client-cloudtrail";
import { archiveOf } from "@/lib/sources/log-inventory/archive-of";
import type { AskedIn, ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import { placeOf, withSlash } from "@/lib/sources/log-inventory/log-place";

/** What GetTrailStatus and GetEventSelectors said; null where they could not be asked. */
export interface TrailState {
  status: Omit<GetTrailStatusCommandOutput, "$metadata"> | null;
  selectors: Omit<GetEventSelectorsCommandOutput, "$metadata"> | null;
}

const OWNER = /^arn:[^:]*:cloudtrail:[^:]*:(\d{12}):/;

/** The account that a trail belongs to, as its ARN says. */
export function ownerOfTrail({ TrailARN = "" }: Trail): string | null {
  return OWNER.exec(TrailARN)?.[1] ?? null;
}

/** A trail as it logs this region. Source: CloudTrail API Reference, "Trail" and "GetTrailStatus". */
export function trailLogOf(trail: Trail, { status, selectors }: TrailState, at: AskedIn): ExistingLog {
  const { S3BucketName: bucket, S3KeyPrefix: prefix = "", CloudWatchLogsLogGroupArn: group } = trail;
  // Below an organisation's trail each account has a folder, behind one of the organisation that the trail does not name.
  const below = trail.IsOrganizationTrail ? "" : `${at.accountId}/CloudTrail/${at.region}/`;
  const keys = `${withSlash(prefix)}AWSLogs/${below}`;
  const place =
    bucket === undefined ? placeOf(group ?? "", "", at) : ({ ...at, kind: "s3", bucket, prefix: keys } as const);
  const stopped = status?.IsLogging === false;
  return {
    ...{ kind: "cloudtrail", id: trail.TrailARN ?? "", name: trail.Name ?? null, ...at, of: [], place },
    archive: bucket === undefined ? null : archiveIn(trail, bucket, at),
    ofOrganisation: trail.IsOrganizationTrail === true,
    where: bucket === undefined ? (group ?? "") : `s3://${bucket}/${keys}`,
    sinceMs: status?.StartLoggingTime?.getTime() ?? null,
    untilMs: stopped ? (status.StopLoggingTime?.getTime() ?? null) : null,
    format: [
      "JSON",
      ...(trail.LogFileValidationEnabled ? ["digests"] : []),
      ...(trail.KmsKeyId === undefined ? [] : ["encrypted with a key of KMS"]),
    ].join(", "),
    limits: [
      ...(status === null ? ["Whether it logs now could not be asked."] : []),
      ...(stopped ? ["It does not log."] : []),
      ...(status?.LatestDeliveryError ? [`Its last delivery failed: ${status.LatestDeliveryError}.`] : []),
      ...selectionLimits(selectors),
    ],
  };
}

/** Calls of services that belong to no region lie in us-east-1's folder. Source: CloudTrail User Guide, "Global service events". */
function archiveIn({ S3KeyPrefix: prefix = "", IsMultiRegionTrail }: Trail, bucket: string, at: AskedIn) {
  const archive = archiveOf({ kind: "cloudtrail", bucket, prefix }, at);
  const isGlobal = IsMultiRegionTrail === true && !/^(cn|us-gov|us-iso)/.test(at.region);
  return archive && { ...archive, regions: [...new Set([at.region, ...(isGlobal ? ["us-east-1"] : [])])] };
}

function selectionLimits(selectors: TrailState["selectors"]): string[] {
  if (selectors === null) return ["Which events it selects could not be asked."];
  const { AdvancedEventSelectors: advanced = [], EventSelectors: basic = [] } = selectors;
  if (advanced.length > 0) {
    const management = advanced.filter(({ FieldSelectors = [] }) =>
      FieldSelectors.some(({ Field, Equals = [] }) => Field === "eventCategory" && Equals.includes("Management")),
    );
    if (management.length === 0) return ["It has no management events."];
    const narrowed = management.every(({ FieldSelectors = [] }) => FieldSelectors.length > 1);
    return narrowed ? ["Its selectors leave out some management events."] : [];
  }
  const management = basic.filter(({ IncludeManagementEvents }) => IncludeManagementEvents !== false);
  if (basic.length > 0 && management.length === 0) return ["It has no management events."];
  const types = new Set(management.map(({ ReadWriteType = "All" }) => ReadWriteType));
  if (types.has("All") || types.size !== 1) return [];
  return [types.has("ReadOnly") ? "It has read-only events alone." : "It has events that change something alone."];
}
