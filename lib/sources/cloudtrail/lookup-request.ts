import { z } from "zod";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import type { FetchQuestion, PlannedStep } from "@/lib/sources/source.types";

/** What one step looks up: the events with one value of one attribute, in one account and region. */
export const LookupRequest = z.object({
  attribute: z.enum(["Username", "AccessKeyId", "EventName", "ResourceName"]),
  value: z.string().min(1).max(2000),
  /** Keys that its events gave away are looked up, too. */
  follow: z.boolean(),
  /** Of the whole question. */
  fromMs: z.number(),
  toMs: z.number(),
});
export type LookupRequest = z.infer<typeof LookupRequest>;

const TITLES: Record<LookupRequest["attribute"], (value: string) => string> = {
  Username: (value) => `Calls of the sessions named ${value}`,
  AccessKeyId: (value) => `Calls with the access key ${value}`,
  EventName: (value) => `Calls of ${value}`,
  ResourceName: (value) => `Calls that name ${value}`,
};

/** Where calls of services without regions (IAM, STS's global endpoint, Route 53, CloudFront) are recorded. */
function globalRegionOf(region: string): string {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}

/** The connection's regions, and the one in which global services record their calls. */
export function lookupRegions({ regions }: AwsConnection): string[] {
  return [...new Set([...regions, ...regions.map(globalRegionOf)])];
}

/** The step that looks something up in an account and region. */
export function lookupStep(
  request: LookupRequest,
  { accountId, region }: { accountId: string; region: string },
): PlannedStep {
  return {
    ...{ source: "cloudtrail", accountId, region, request },
    ...{ fromMs: request.fromMs, toMs: request.toMs, title: TITLES[request.attribute](request.value) },
    // How many events there are shows only when they come: one call at least, and one for each 50.
    estimate: { calls: null, files: 1, bytes: null },
    covers: [{ source: "cloudtrail", subject: `${accountId}/${region}` }],
  };
}

/** What a question looks up, most telling first. */
export function lookupsOf(question: FetchQuestion): LookupRequest[] {
  const { fromMs, toMs, instanceIds, interfaceIds, accessKeyIds, eventNames = [] } = question;
  const make = (attribute: LookupRequest["attribute"], values: readonly string[], follow: boolean) =>
    [...new Set(values)].map((value) => ({ attribute, value, follow, fromMs, toMs }));
  return [
    ...make("Username", instanceIds, true),
    ...make("AccessKeyId", accessKeyIds, true),
    ...make("ResourceName", [...instanceIds, ...interfaceIds], false),
    ...make("EventName", eventNames, false),
  ];
}
