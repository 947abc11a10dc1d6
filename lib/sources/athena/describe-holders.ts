import type { Filter, NetworkInterface } from "@aws-sdk/client-ec2";
import { type Known, knowMore } from "@/lib/athena/questions/known.types";
import { awsFault } from "@/lib/aws/aws-fault";
import { answerOf } from "@/lib/sources/answer-of";
import type { Fetched, SourceContext } from "@/lib/sources/source.types";

/** A filter takes this many values. Source: EC2 API Reference. */
const MOST_VALUES = 200;
const ACTION = "ec2:DescribeNetworkInterfaces";

type Given = AsyncGenerator<Extract<Fetched, { kind: "answer" | "gap" }>, NetworkInterface[]>;

async function* describe(name: string, values: readonly string[], { clients, signal }: SourceContext): Given {
  const { DescribeNetworkInterfacesCommand } = await import("@aws-sdk/client-ec2");
  const client = await clients.of("ec2");
  const found: NetworkInterface[] = [];
  for (let at = 0; at < values.length; at += MOST_VALUES) {
    const Filters: Filter[] = [{ Name: name, Values: values.slice(at, at + MOST_VALUES) }];
    let token: string | undefined;
    do {
      const input = { Filters, ...(token === undefined ? {} : { NextToken: token }) };
      const page = await client.send(new DescribeNetworkInterfacesCommand(input), { abortSignal: signal });
      found.push(...(page.NetworkInterfaces ?? []));
      yield {
        ...{ kind: "answer", service: "ec2", operation: "DescribeNetworkInterfaces", input, answer: answerOf(page) },
        ...{ records: page.NetworkInterfaces?.length ?? 0, cursor: null },
      };
      token = page.NextToken;
    } while (token !== undefined);
  }
  return found;
}

/**
 * Who holds the interfaces now, and which other interfaces they hold: flow logs of AWS's default format do not name instances.
 * Where EC2 is not to be asked, what is known stays as it is, and a gap says so.
 */
export async function* describeHolders(
  known: Known,
  context: SourceContext,
): AsyncGenerator<Extract<Fetched, { kind: "answer" | "gap" }>, Known> {
  try {
    const held = yield* describe("network-interface-id", known.interfaceIds, context);
    const holders = knowMore(known, { instanceIds: held.flatMap(({ Attachment }) => Attachment?.InstanceId ?? []) });
    const own = yield* describe("attachment.instance-id", holders.instanceIds, context);
    return knowMore(holders, {
      interfaceIds: own.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []),
      ownAddresses: own.flatMap(({ PrivateIpAddresses = [], Ipv6Addresses = [] }) => [
        ...PrivateIpAddresses.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []),
        ...Ipv6Addresses.flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
      ]),
    });
  } catch (error) {
    context.signal.throwIfAborted();
    const { code, message } = awsFault(error, { ...context, action: ACTION });
    yield { kind: "gap", code, message, fromMs: null, toMs: null };
    return known;
  }
}
