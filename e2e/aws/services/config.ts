import type { ConfigurationItem } from "@aws-sdk/client-config-service";
import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAccount } from "@/e2e/aws/fake-account";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";

const ADDRESS = /privateIpAddress = '([0-9a-f.:]+)'$/;

/** AWS Config of the account: the history of what it met, and what is there now. */
export function serveConfig(aws: FakeAws, account: FakeAccount): void {
  const itemsOf = (call: { accountId: string; region: string }) =>
    call.accountId === account.accountId && call.region === account.region
      ? (account.configItems as ConfigurationItem[])
      : [];
  aws.on("config", "GetResourceConfigHistory", (call) => {
    const { resourceType, resourceId, laterTime, limit = 10, nextToken } = call.input;
    const known = itemsOf(call).filter((item) => item.resourceType === resourceType && item.resourceId === resourceId);
    if (known.length === 0)
      throw new AwsFault("ResourceNotDiscoveredException", `Resource ${resourceId} is not discovered`);
    const until = laterTime?.getTime() ?? Number.POSITIVE_INFINITY;
    const found = known.filter((item) => (item.configurationItemCaptureTime?.getTime() ?? 0) <= until).reverse();
    const { items, next } = call.page(found, limit, nextToken);
    return { configurationItems: items, nextToken: next };
  });
  aws.on("config", "SelectResourceConfig", (call) => {
    const ip = ADDRESS.exec(call.input.Expression ?? "")?.[1];
    if (ip === undefined) throw new AwsFault("InvalidExpressionException", "The syntax of the query is incorrect.");
    const holders = itemsOf(call).filter(
      ({ resourceType, configuration = "" }) =>
        resourceType === "AWS::EC2::NetworkInterface" && configuration.includes(`"privateIpAddress":"${ip}"`),
    );
    const ids = [...new Set(holders.map(({ resourceId }) => resourceId))];
    const { items, next } = call.page(ids, call.input.Limit ?? 25, call.input.NextToken);
    return { Results: items.map((resourceId) => JSON.stringify({ resourceId })), NextToken: next };
  });
}
