import type { EC2Client } from "@aws-sdk/client-ec2";
import { type Answers, pagedAnswers } from "@/lib/sources/paged-answers";
import type { SourceContext, StepCursor } from "@/lib/sources/source.types";

type Sdk = typeof import("@aws-sdk/client-ec2");

/** Who sends, and until when. */
export interface Sending {
  sdk: Sdk;
  client: EC2Client;
  options: { abortSignal: AbortSignal };
  context: SourceContext;
}

type Describe = (sending: Sending, cursor: StepCursor | null) => Answers;
interface DescribeCall {
  /** For people: what it describes. */
  words: string;
  describe: Describe;
}

const EC2 = { service: "ec2", token: "NextToken", input: { MaxResults: 1000 } } as const;
/** DescribeAddresses gives all at once. */
const WHOLE = { ...EC2, input: {} } as const;
const { input: PAGE } = EC2;
// Of route tables a page holds a hundred at most.
const ROUTES = { MaxResults: 100 };

/** What EC2 is asked, each of a whole region: who held an address is told only by everything that is there. */
export const DESCRIBE_CALLS = {
  DescribeInstances: {
    words: "instances",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeInstances" },
          send: (page) => client.send(new sdk.DescribeInstancesCommand({ ...PAGE, ...page }), options),
          count: ({ Reservations = [] }) => Reservations.reduce((sum, { Instances = [] }) => sum + Instances.length, 0),
        },
        cursor,
        context,
      ),
  },
  DescribeNetworkInterfaces: {
    words: "network interfaces",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeNetworkInterfaces" },
          send: (page) => client.send(new sdk.DescribeNetworkInterfacesCommand({ ...PAGE, ...page }), options),
          count: ({ NetworkInterfaces = [] }) => NetworkInterfaces.length,
        },
        cursor,
        context,
      ),
  },
  DescribeAddresses: {
    words: "Elastic IP addresses",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...WHOLE, operation: "DescribeAddresses" },
          send: () => client.send(new sdk.DescribeAddressesCommand({}), options),
          count: ({ Addresses = [] }) => Addresses.length,
        },
        cursor,
        context,
      ),
  },
  DescribeNatGateways: {
    words: "NAT gateways",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeNatGateways" },
          send: (page) => client.send(new sdk.DescribeNatGatewaysCommand({ ...PAGE, ...page }), options),
          count: ({ NatGateways = [] }) => NatGateways.length,
        },
        cursor,
        context,
      ),
  },
  DescribeVpcEndpoints: {
    words: "VPC endpoints",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeVpcEndpoints" },
          send: (page) => client.send(new sdk.DescribeVpcEndpointsCommand({ ...PAGE, ...page }), options),
          count: ({ VpcEndpoints = [] }) => VpcEndpoints.length,
        },
        cursor,
        context,
      ),
  },
  DescribeIamInstanceProfileAssociations: {
    words: "instance profiles of instances",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeIamInstanceProfileAssociations" },
          send: (page) =>
            client.send(new sdk.DescribeIamInstanceProfileAssociationsCommand({ ...PAGE, ...page }), options),
          count: ({ IamInstanceProfileAssociations = [] }) => IamInstanceProfileAssociations.length,
        },
        cursor,
        context,
      ),
  },
  DescribeSecurityGroups: {
    words: "security groups",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeSecurityGroups" },
          send: (page) => client.send(new sdk.DescribeSecurityGroupsCommand({ ...PAGE, ...page }), options),
          count: ({ SecurityGroups = [] }) => SecurityGroups.length,
        },
        cursor,
        context,
      ),
  },
  DescribeNetworkAcls: {
    words: "network ACLs",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeNetworkAcls" },
          send: (page) => client.send(new sdk.DescribeNetworkAclsCommand({ ...PAGE, ...page }), options),
          count: ({ NetworkAcls = [] }) => NetworkAcls.length,
        },
        cursor,
        context,
      ),
  },
  DescribeRouteTables: {
    words: "route tables",
    describe: ({ sdk, client, options, context }, cursor) =>
      pagedAnswers(
        {
          ...{ ...EC2, operation: "DescribeRouteTables", input: ROUTES },
          send: (page) => client.send(new sdk.DescribeRouteTablesCommand({ ...ROUTES, ...page }), options),
          count: ({ RouteTables = [] }) => RouteTables.length,
        },
        cursor,
        context,
      ),
  },
} as const satisfies Record<string, DescribeCall>;

/** Which flow logs there are; asked with the inventory of logs. */
export const DESCRIBE_FLOW_LOGS: Describe = ({ sdk, client, options, context }, cursor) =>
  pagedAnswers(
    {
      ...{ ...EC2, operation: "DescribeFlowLogs" },
      send: (page) => client.send(new sdk.DescribeFlowLogsCommand({ ...PAGE, ...page }), options),
      count: ({ FlowLogs = [] }) => FlowLogs.length,
    },
    cursor,
    context,
  );
