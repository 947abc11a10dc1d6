import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAccount } from "@/e2e/aws/fake-account";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { QUERY_LOGS, trailOf, trailStatus } from "@/e2e/aws/fake-log-settings";

/** Which resolver queries and API calls the account logs, and where. Flow logs are EC2's. */
export function serveLogSettings(aws: FakeAws, account: FakeAccount): void {
  const isHere = (call: { accountId: string; region: string }) =>
    call.accountId === account.accountId && call.region === account.region;
  const { configs, associations } = QUERY_LOGS(account);
  aws.on("route53resolver", "ListResolverQueryLogConfigs", (call) => {
    const { MaxResults = 100, NextToken } = call.input;
    const { items, next } = call.page(isHere(call) ? configs : [], MaxResults, NextToken);
    return { ResolverQueryLogConfigs: items, ...(next === undefined ? {} : { NextToken: next }) };
  });
  aws.on("route53resolver", "ListResolverQueryLogConfigAssociations", (call) => {
    const { MaxResults = 100, NextToken } = call.input;
    const { items, next } = call.page(isHere(call) ? associations : [], MaxResults, NextToken);
    return { ResolverQueryLogConfigAssociations: items, ...(next === undefined ? {} : { NextToken: next }) };
  });
  const own = ({ accountId }: { accountId: string }, name: string | undefined) => {
    const trail = trailOf(accountId, account);
    if (name === trail.TrailARN || name === trail.Name) return trail;
    throw new AwsFault("TrailNotFoundException", `Unknown trail: ${name}`);
  };
  aws.on("cloudtrail", "DescribeTrails", (call) => ({ trailList: [trailOf(call.accountId, account)] }));
  aws.on("cloudtrail", "GetTrailStatus", (call) => {
    own(call, call.input.Name);
    return trailStatus(account);
  });
  aws.on("cloudtrail", "GetEventSelectors", (call) => ({
    TrailARN: own(call, call.input.TrailName).TrailARN,
    EventSelectors: [{ ReadWriteType: "All" as const, IncludeManagementEvents: true, DataResources: [] }],
  }));
}
