import type { NetworkInterface } from "@aws-sdk/client-ec2";
import { inGroupsOf } from "@/lib/core/in-groups-of";
import { askIn } from "@/lib/sources/ask-in";
import type { SourceContext } from "@/lib/sources/source.types";

/** A filter takes so many values. */
const MOST_VALUES = 200;
const PAGE = 1000;

/** An interface that the question is about. */
export interface AskedInterface {
  interfaceId: string;
  subnetId: string | null;
  vpcId: string | null;
  instanceId: string | null;
}

/** What a log must record to be of use: whatever is in the VPCs of what is asked for, gateways included. */
export interface LoggedScope {
  asked: readonly AskedInterface[];
  /** Ids of VPCs, subnets and interfaces. */
  resources: ReadonlySet<string>;
}

/**
 * The scope of a question in one region; null where it names nobody, or somebody that is not there any more: then every log may
 * be of use.
 */
export async function findScope(
  { instanceIds, interfaceIds }: { instanceIds: readonly string[]; interfaceIds: readonly string[] },
  context: SourceContext,
): Promise<LoggedScope | null> {
  if (instanceIds.length + interfaceIds.length === 0) return null;
  const own = [
    ...(await describe("attachment.instance-id", instanceIds, context)),
    ...(await describe("network-interface-id", interfaceIds, context)),
  ].map(askedOf);
  const found = new Set(own.flatMap(({ instanceId, interfaceId }) => [instanceId, interfaceId]));
  if (![...instanceIds, ...interfaceIds].every((id) => found.has(id))) return null;
  const vpcIds = [...new Set(own.flatMap(({ vpcId }) => vpcId ?? []))];
  const around = (await describe("vpc-id", vpcIds, context)).map(askedOf);
  const resources = [...own, ...around].flatMap(({ interfaceId, subnetId }) => [
    interfaceId,
    ...(subnetId ? [subnetId] : []),
  ]);
  return { asked: own, resources: new Set([...vpcIds, ...resources]) };
}

async function describe(Name: string, values: readonly string[], context: SourceContext) {
  const ask = askIn(context);
  const { DescribeNetworkInterfacesCommand } = await import("@aws-sdk/client-ec2");
  const client = await context.clients.of("ec2");
  const found: NetworkInterface[] = [];
  for (const Values of inGroupsOf(MOST_VALUES, values)) {
    let token: string | undefined;
    do {
      const input = {
        ...{ Filters: [{ Name, Values }], MaxResults: PAGE },
        ...(token === undefined ? {} : { NextToken: token }),
      };
      const page = await ask("ec2:DescribeNetworkInterfaces", () =>
        client.send(new DescribeNetworkInterfacesCommand(input), { abortSignal: context.signal }),
      );
      // One by one: a page may hold more than a call takes arguments.
      for (const one of page.NetworkInterfaces ?? []) found.push(one);
      token = page.NextToken && page.NextToken !== token ? page.NextToken : undefined;
    } while (token !== undefined);
  }
  return found;
}

function askedOf({ NetworkInterfaceId, SubnetId, VpcId, Attachment }: NetworkInterface): AskedInterface {
  return {
    ...{ interfaceId: NetworkInterfaceId ?? "", subnetId: SubnetId ?? null, vpcId: VpcId ?? null },
    instanceId: Attachment?.InstanceId ?? null,
  };
}
