import type { ResolverQueryLogConfig, ResolverQueryLogConfigAssociation } from "@aws-sdk/client-route53resolver";
import { archiveOf } from "@/lib/sources/log-inventory/archive-of";
import type { AskedIn, ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import { bucketOf, placeOf } from "@/lib/sources/log-inventory/log-place";

/** A query log configuration with the VPCs that it is associated with. Source: Route 53 API Reference, "ResolverQueryLogConfig". */
export function resolverLogOf(
  config: ResolverQueryLogConfig,
  associations: readonly ResolverQueryLogConfigAssociation[],
  at: AskedIn,
): ExistingLog {
  const own = associations.filter(({ ResolverQueryLogConfigId: id }) => id !== undefined && id === config.Id);
  const of = own.flatMap(({ ResourceId: vpcId, Status }) =>
    vpcId !== undefined && (Status === "ACTIVE" || Status === "CREATING") ? [vpcId] : [],
  );
  const failed = own.filter(({ Status }) => Status === "FAILED" || Status === "ACTION_NEEDED");
  const begins = own.flatMap(({ CreationTime }) => instantOf(CreationTime));
  const where = config.DestinationArn ?? "";
  const place = placeOf(where, `AWSLogs/${at.accountId}/vpcdnsquerylogs/`, at);
  const bucket = bucketOf(where);
  return {
    archive: bucket && archiveOf({ kind: "dns", ...bucket, vpcs: of }, at),
    ofOrganisation: false,
    ...{ kind: "dns", id: config.Id ?? "", name: config.Name ?? null, ...at, of, place, where },
    // A VPC's queries are logged from when it was associated; of several the first is told.
    sinceMs: begins.length === 0 ? (instantOf(config.CreationTime)[0] ?? null) : Math.min(...begins),
    untilMs: null,
    format: "JSON, one query a line",
    limits: [
      ...(of.length === 0 ? ["No VPC is associated with it."] : []),
      ...failed.map(
        ({ ResourceId, Error: code, ErrorMessage }) =>
          `${ResourceId ?? "A VPC"} is not logged${[code, ErrorMessage]
            .filter(Boolean)
            .map((text) => `: ${text}`)
            .join("")}.`,
      ),
      ...(place === null ? ["It goes to a place that logs are not read from here."] : []),
    ],
  };
}

function instantOf(text: string | undefined): number[] {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? [] : [ms];
}
