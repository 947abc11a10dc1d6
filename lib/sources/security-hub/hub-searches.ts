import type { AwsSecurityFindingFilters } from "@aws-sdk/client-securityhub";
import { inGroupsOf } from "@/lib/core/in-groups-of";
import { partitionOf } from "@/lib/sources/partition-of";
import type { FetchQuestion } from "@/lib/sources/source.types";

/** Security Hub takes so many values for an attribute. */
const MOST_VALUES = 20;

const GUARDDUTY = "aws/guardduty/service/action";
export const IN_PRODUCT_FIELDS = {
  ip: [
    `${GUARDDUTY}/networkConnectionAction/remoteIpDetails/ipAddressV4`,
    `${GUARDDUTY}/awsApiCallAction/remoteIpDetails/ipAddressV4`,
  ],
  name: [`${GUARDDUTY}/dnsRequestAction/domain`],
};

/** What stands in every search: how a machine is set up is no sign that something happened on it. */
export const NO_CHECKS: AwsSecurityFindingFilters = {
  Type: [{ Value: "Software and Configuration Checks", Comparison: "PREFIX_NOT_EQUALS" }],
};

/**
 * The searches that find what Security Hub says about what is asked: values of one attribute are joined by "or", attributes by
 * "and", so each is a search of its own. Without anything to look for it is one for all.
 */
export function hubSearchesFor(
  question: FetchQuestion,
  { accountId, region }: { accountId: string; region: string },
): AwsSecurityFindingFilters[] {
  const { instanceIds, accessKeyIds, indicators } = question;
  const ips = indicators.filter(({ kind }) => kind === "ip").map(({ value }) => value);
  const names = indicators.filter(({ kind }) => kind === "name").map(({ value }) => value);
  const equals = (values: readonly string[]) =>
    inGroupsOf(MOST_VALUES, values).map((some) => some.map((Value) => ({ Value, Comparison: "EQUALS" as const })));
  const networks = (bits: number, some: readonly string[]) =>
    inGroupsOf(MOST_VALUES, some).map((group) => group.map((ip) => ({ Cidr: `${ip}/${bits}` })));
  const four = networks(
    32,
    ips.filter((ip) => !ip.includes(":")),
  );
  const six = networks(
    128,
    ips.filter((ip) => ip.includes(":")),
  );
  const product = (["ip", "name"] as const).flatMap((kind) =>
    (kind === "ip" ? ips : names).flatMap((Value) =>
      IN_PRODUCT_FIELDS[kind].map((Key) => ({ Key, Value, Comparison: "EQUALS" as const })),
    ),
  );
  const resources = [
    ...instanceIds.map((id) => `arn:${partitionOf(region)}:ec2:${region}:${accountId}:instance/${id}`),
    ...accessKeyIds.map((id) => `AWS::IAM::AccessKey:${id}`),
  ];
  const searches: AwsSecurityFindingFilters[] = [
    ...equals(resources).map((ResourceId) => ({ ResourceId })),
    ...inGroupsOf(MOST_VALUES, product).map((ProductFields) => ({ ProductFields })),
    ...equals([...ips, ...names]).map((ThreatIntelIndicatorValue) => ({ ThreatIntelIndicatorValue })),
    ...four.flatMap((cidrs) => [{ NetworkSourceIpV4: cidrs }, { NetworkDestinationIpV4: cidrs }]),
    ...six.flatMap((cidrs) => [{ NetworkSourceIpV6: cidrs }, { NetworkDestinationIpV6: cidrs }]),
  ];
  return (searches.length === 0 ? [{}] : searches).map((search) => ({ ...search, ...NO_CHECKS }));
}
