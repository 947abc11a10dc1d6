import type { FakeAccount, Json } from "@/e2e/aws/fake-account";
import type { Answering, FakeAws } from "@/e2e/aws/fake-aws.types";
import { FLOW_LOGS } from "@/e2e/aws/fake-log-settings";

interface Paged {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  Filters?: { Name?: string | undefined; Values?: string[] | undefined }[] | undefined;
}

/** EC2's descriptions of the account as it is now; nothing is in any other account or region. */
export function serveEc2(aws: FakeAws, account: FakeAccount): void {
  const list = <T>(call: Answering<Paged>, name: string) => {
    const isHere = call.accountId === account.accountId && call.region === account.region;
    const all = isHere ? (account.described[name] ?? []) : [];
    const filters = call.input.Filters ?? [];
    const found = all.filter((one) => filters.every((filter) => meets(one, filter)));
    const { items, next } = call.page(found, call.input.MaxResults ?? 1000, call.input.NextToken);
    return { items: items as T[], next };
  };
  account.described.FlowLogs ??= FLOW_LOGS(account);
  const pagedAs =
    <Name extends string>(name: Name) =>
    (call: Answering<Paged>) => {
      const { items, next } = list<never>(call, name);
      return { [name]: items, NextToken: next } as { [Key in Name]: never[] } & { NextToken: string | undefined };
    };
  aws.on("ec2", "DescribeInstances", pagedAs("Reservations"));
  aws.on("ec2", "DescribeNetworkInterfaces", pagedAs("NetworkInterfaces"));
  aws.on("ec2", "DescribeAddresses", (call) => ({
    Addresses: list<never>(call as Answering<Paged>, "Addresses").items,
  }));
  aws.on("ec2", "DescribeNatGateways", pagedAs("NatGateways"));
  aws.on("ec2", "DescribeVpcEndpoints", pagedAs("VpcEndpoints"));
  aws.on("ec2", "DescribeIamInstanceProfileAssociations", pagedAs("IamInstanceProfileAssociations"));
  aws.on("ec2", "DescribeSecurityGroups", pagedAs("SecurityGroups"));
  aws.on("ec2", "DescribeNetworkAcls", pagedAs("NetworkAcls"));
  aws.on("ec2", "DescribeRouteTables", pagedAs("RouteTables"));
  aws.on("ec2", "DescribeFlowLogs", pagedAs("FlowLogs"));
}

const MEMBERS: Record<string, (one: Json) => unknown> = {
  "attachment.instance-id": ({ Attachment }) => (Attachment as Json | undefined)?.InstanceId,
  "network-interface-id": ({ NetworkInterfaceId }) => NetworkInterfaceId,
  "vpc-id": ({ VpcId }) => VpcId,
};

function meets(one: Json, { Name = "", Values = [] }: NonNullable<Paged["Filters"]>[number]): boolean {
  const member = MEMBERS[Name];
  if (member === undefined) throw new Error(`a filter that the fake does not know: ${Name}`);
  return Values.includes(String(member(one)));
}
