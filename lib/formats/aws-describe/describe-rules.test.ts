import { describe, expect, it } from "vitest";
import type { NetworkDescription } from "@/lib/core/network-rules";
import { readWhole } from "@/lib/formats/test-log";

async function rulesOf(document: object) {
  const { summary, content } = await readWhole(JSON.stringify(document, null, 2));
  return { summary, content, rules: content.descriptions.map(({ rules }: NetworkDescription) => rules) };
}

const ANY = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };

describe("descriptions of rules", () => {
  it("reads security groups: networks, referenced groups and prefix lists, each a rule", async () => {
    const { summary, content, rules } = await rulesOf({
      SecurityGroups: [
        {
          GroupId: "sg-1",
          GroupName: "web",
          VpcId: "vpc-1",
          IpPermissions: [
            { ...ANY, IpProtocol: "tcp", FromPort: 22, ToPort: 23, IpRanges: [{ CidrIp: "203.0.113.0/24" }] },
            { ...ANY, IpProtocol: "icmp", FromPort: 8, ToPort: -1, Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }] },
            {
              ...ANY,
              IpProtocol: "-1",
              UserIdGroupPairs: [{ GroupId: "sg-2" }],
              PrefixListIds: [{ PrefixListId: "pl-1" }],
            },
            { ...ANY, IpProtocol: "nonsense", IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
            { ...ANY, IpProtocol: "constructor", IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
            { ...ANY, IpProtocol: "__proto__", IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
          ],
          IpPermissionsEgress: [{ ...ANY, IpProtocol: "17", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
        },
        { GroupName: "no id" },
      ],
    });
    expect(summary).toMatchObject({ kind: "aws-describe", records: 1, rejected: 1 });
    expect(content.descriptions[0]).toMatchObject({ record: 1, atMs: null, gone: false, vpcId: "vpc-1" });
    const all = { fromPort: null, toPort: null };
    expect(rules).toEqual([
      {
        ...{ kind: "security-group", groupId: "sg-1", name: "web", partial: false },
        rules: [
          { egress: false, protocol: 6, fromPort: 22, toPort: 23, peer: { kind: "network", cidr: "203.0.113.0/24" } },
          { egress: false, protocol: 1, fromPort: 8, toPort: null, peer: { kind: "network", cidr: "2001:db8::/32" } },
          { egress: false, protocol: null, ...all, peer: { kind: "group", groupId: "sg-2" } },
          { egress: false, protocol: null, ...all, peer: { kind: "prefix-list", prefixListId: "pl-1" } },
          { egress: true, protocol: 17, ...all, peer: { kind: "network", cidr: "0.0.0.0/0" } },
        ],
      },
    ]);
  });

  it("reads rules one by one as parts of their group", async () => {
    const rule = { GroupId: "sg-1", IsEgress: false, IpProtocol: "-1", FromPort: -1, ToPort: -1 };
    const { summary, content, rules } = await rulesOf({
      SecurityGroupRules: [
        { ...rule, ReferencedGroupInfo: { GroupId: "sg-2" } },
        { ...rule, IsEgress: true, CidrIpv6: "::/0" },
        rule,
        { ...rule, GroupId: undefined },
      ],
    });
    expect(summary).toMatchObject({ records: 2, rejected: 2 });
    expect(content.rejections.map(({ reason }) => reason)).toEqual([
      "no network, group or prefix list: the rule is about nobody",
      "GroupId is missing",
    ]);
    expect(rules).toMatchObject([
      { partial: true, groupId: "sg-1", rules: [{ egress: false, protocol: null, peer: { groupId: "sg-2" } }] },
      { partial: true, groupId: "sg-1", rules: [{ egress: true, peer: { kind: "network", cidr: "::/0" } }] },
    ]);
  });

  it("reads network ACLs, route tables and the groups of interfaces", async () => {
    const acls = await rulesOf({
      NetworkAcls: [
        {
          NetworkAclId: "acl-1",
          VpcId: "vpc-1",
          Associations: [{ SubnetId: "subnet-1" }],
          Entries: [
            {
              RuleNumber: 100,
              Protocol: "6",
              RuleAction: "deny",
              Egress: false,
              CidrBlock: "0.0.0.0/0",
              PortRange: { From: 22, To: 22 },
            },
            {
              RuleNumber: 110,
              Protocol: "1",
              RuleAction: "allow",
              Egress: true,
              Ipv6CidrBlock: "::/0",
              IcmpTypeCode: { Type: 8, Code: -1 },
            },
            { RuleNumber: 120 },
          ],
        },
      ],
    });
    expect(acls.rules).toMatchObject([
      {
        ...{ kind: "network-acl", aclId: "acl-1", subnetIds: ["subnet-1"] },
        entries: [
          { number: 100, egress: false, allow: false, protocol: 6, fromPort: 22, toPort: 22, cidr: "0.0.0.0/0" },
          { number: 110, egress: true, allow: true, protocol: 1, icmpType: 8, icmpCode: null, cidr: "::/0" },
        ],
      },
    ]);
    const routes = await rulesOf({
      RouteTables: [
        {
          RouteTableId: "rtb-1",
          Associations: [{ Main: true }, { Main: false, SubnetId: "subnet-1" }],
          Routes: [
            { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" },
            { DestinationPrefixListId: "pl-1", NatGatewayId: "nat-1", State: "blackhole" },
          ],
        },
      ],
    });
    expect(routes.rules).toEqual([
      {
        ...{ kind: "route-table", routeTableId: "rtb-1", isMain: true, subnetIds: ["subnet-1"] },
        routes: [
          { destination: "10.0.0.0/16", target: "local", state: "active" },
          { destination: "pl-1", target: "nat-1", state: "blackhole" },
        ],
      },
    ]);
    const interfaces = await rulesOf({
      NetworkInterfaces: [
        {
          NetworkInterfaceId: "eni-1",
          SubnetId: "subnet-1",
          PrivateIpAddress: "10.0.0.5",
          Groups: [{ GroupId: "sg-1" }],
        },
      ],
    });
    expect(interfaces.rules).toEqual([
      { kind: "interface", interfaceId: "eni-1", subnetId: "subnet-1", groupIds: ["sg-1"], ips: ["10.0.0.5"] },
    ]);
  });

  it("reads endpoints, instance profiles and flow logs", async () => {
    const endpoints = await rulesOf({
      VpcEndpoints: [
        {
          ...{
            VpcEndpointId: "vpce-1",
            VpcEndpointType: "Interface",
            VpcId: "vpc-1",
            ServiceName: "com.amazonaws.x.s3",
          },
          ...{ NetworkInterfaceIds: ["eni-1", "eni-2"], CreationTimestamp: "2023-11-14T22:13:20Z" },
        },
        { VpcEndpointId: "vpce-2", VpcEndpointType: "Gateway", NetworkInterfaceIds: [] },
      ],
    });
    expect(endpoints.summary).toMatchObject({ kind: "aws-describe", records: 2, rejected: 0 });
    expect(endpoints.content.observations).toMatchObject([
      {
        interfaceId: "eni-1",
        interfaceType: "vpc_endpoint",
        atMs: 1_700_000_000_000,
        vpcId: "vpc-1",
        instanceId: null,
      },
      { interfaceId: "eni-2" },
    ]);
    const profiles = await rulesOf({
      IamInstanceProfileAssociations: [
        { InstanceId: "i-0123456789abcdef0", IamInstanceProfile: { Arn: "arn:aws:iam::1:instance-profile/web" } },
        { InstanceId: "nobody" },
      ],
    });
    expect(profiles.summary).toMatchObject({ records: 1, rejected: 1 });
    expect(profiles.content.observations).toMatchObject([
      { instanceId: "i-0123456789abcdef0", roleArn: "arn:aws:iam::1:instance-profile/web", atMs: 0 },
    ]);
    const logs = await rulesOf({ FlowLogs: [{ FlowLogId: "fl-1" }, {}] });
    expect(logs.summary).toMatchObject({ kind: "aws-describe", records: 1, rejected: 1 });
  });

  it("reads Reachability Analyzer's results with the time of their analysis", async () => {
    const { summary, content } = await rulesOf({
      NetworkInsightsAnalyses: [
        {
          NetworkInsightsAnalysisId: "nia-1",
          StartDate: "2023-11-14T22:13:20.000Z",
          NetworkPathFound: false,
          ForwardPathComponents: [
            { Component: { Id: "i-0123456789abcdef0" } },
            {
              Component: { Id: "eni-2" },
              AttachedTo: { Id: "i-0123456789abcdef0" },
              Vpc: { Id: "vpc-1" },
              Subnet: { Id: "subnet-1" },
            },
          ],
          Explanations: [{ ExplanationCode: "ENI_SG_RULES_MISMATCH", NetworkInterface: { Id: "eni-1" } }],
        },
        {},
      ],
    });
    expect(summary).toMatchObject({ records: 1, rejected: 1 });
    expect(content.descriptions).toEqual([
      {
        ...{ record: 1, atMs: 1_700_000_000_000, gone: false, vpcId: null },
        rules: {
          ...{ kind: "analysis", analysisId: "nia-1", pathFound: false },
          ...{ interfaceIds: ["eni-1", "eni-2"], codes: ["ENI_SG_RULES_MISMATCH"] },
        },
      },
    ]);
    expect(content.observations).toMatchObject([
      { interfaceId: "eni-2", instanceId: "i-0123456789abcdef0", vpcId: "vpc-1", atMs: 1_700_000_000_000 },
    ]);
  });
});
