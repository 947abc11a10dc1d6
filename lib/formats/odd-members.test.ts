import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

/** Anything at all where a member should be: its own kind of value, another, or none. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom("0.0.0.0/0", "-1", "i-0123456789abcdef0", "tcp", -1, 1e300),
);
const oddObject = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.oneof(odd, fc.array(odd, { maxLength: 3 }))])), {
    requiredKeys: [],
  });

const PERMISSION = oddObject(
  "IpProtocol",
  "FromPort",
  "ToPort",
  "IpRanges",
  "Ipv6Ranges",
  "PrefixListIds",
  "UserIdGroupPairs",
);
const ENTRY = oddObject("RuleNumber", "Protocol", "RuleAction", "Egress", "CidrBlock", "PortRange", "IcmpTypeCode");
const CARD = oddObject(
  "PrivateIpAddresses",
  "Groups",
  "Attachment",
  "Association",
  "Ipv6Addresses",
  "Status",
  "SubnetId",
);

const documents = fc.oneof(
  fc.record({
    SecurityGroups: fc.array(
      fc.record({ GroupId: odd, IpPermissions: fc.array(PERMISSION), IpPermissionsEgress: odd }),
    ),
  }),
  fc.record({
    SecurityGroupRules: fc.array(oddObject("GroupId", "IpProtocol", "CidrIpv4", "ReferencedGroupInfo", "IsEgress")),
  }),
  fc.record({ NetworkAcls: fc.array(fc.record({ NetworkAclId: odd, Associations: odd, Entries: fc.array(ENTRY) })) }),
  fc.record({ RouteTables: fc.array(oddObject("RouteTableId", "Associations", "Routes")) }),
  fc.record({
    NetworkInsightsAnalyses: fc.array(
      oddObject("NetworkInsightsAnalysisId", "StartDate", "ForwardPathComponents", "Explanations"),
    ),
  }),
  fc.record({
    HistoryRecords: fc.array(oddObject("ResourceId", "ResourceCidr", "SampledStartTime", "SampledEndTime")),
  }),
  fc.record({
    configurationItems: fc.array(
      fc.record({
        resourceType: fc.constantFrom(
          "AWS::EC2::NetworkInterface",
          "AWS::EC2::SecurityGroup",
          "AWS::EC2::Instance",
          "AWS::EC2::EIP",
        ),
        resourceId: odd,
        configurationItemCaptureTime: fc.oneof(odd, fc.constant("2023-11-14T22:13:20Z")),
        configurationItemStatus: fc.oneof(odd, fc.constant("ResourceDeleted")),
        configuration: fc.oneof(odd, CARD, fc.json()),
      }),
    ),
  }),
  fc.record({
    Findings: fc.array(
      fc.record({
        ...{
          Id: odd,
          ProductArn: fc.constant("arn:aws:securityhub:::product/a/b"),
          CreatedAt: fc.constant("2023-11-14T22:13:20Z"),
        },
        ...{
          Resources: fc.array(oddObject("Type", "Id", "Details")),
          Action: odd,
          Network: odd,
          ProductFields: odd,
          Severity: odd,
        },
        ...{
          Detection: fc.record({
            Sequence: oddObject("Signals", "Endpoints", "Resources", "Actors", "SequenceIndicators"),
          }),
        },
      }),
    ),
  }),
);

describe("members that are not what they should be", () => {
  it("never stop a reader, and each thing is a record or a rejection", async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const list: readonly unknown[] = Object.values(document)[0] ?? [];
        const { summary, content } = await readWhole(JSON.stringify(document));
        expect(summary.records + summary.rejected).toBe(list.length);
        expect(content.rejections).toHaveLength(summary.rejected);
        const said = [...content.observations, ...content.descriptions].map(({ record }) => record);
        expect(said.every((record) => record >= 1 && record <= list.length)).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});
