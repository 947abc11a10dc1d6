/** For tests: one record of each kind that is read, as its service writes it; the number makes it another one. */

const START = 1_700_000_000;
const ACCOUNT = "012345678901";
const INSTANCE = "i-0123456789abcdef0";
const iso = (n: number) => new Date((START + n) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");

export const FLOW_COLUMNS =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split(
    " ",
  );

export function flowRow(n: number): string[] {
  const line = `2 ${ACCOUNT} eni-0123456789abcdef${n % 3} 10.0.0.${n % 250} 198.51.100.7 ${40_000 + (n % 9000)} 443 6 10 ${840 + n}`;
  return `${line} ${START + n} ${START + n + 60} ${n % 7 ? "ACCEPT" : "REJECT"} OK`.split(" ");
}
export const flowLine = (n: number) => flowRow(n).join(" ");

export const TGW_COLUMNS =
  "version resource-type account-id tgw-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status packets-lost-no-route".split(
    " ",
  );
export const tgwLine = (n: number) =>
  `6 TransitGateway ${ACCOUNT} tgw-0123456789abcdef0 tgw-attach-0123456789abcdef0 10.0.0.1 10.1.0.1 ${40_000 + (n % 9000)} 443 6 3 ${400 + n} ${START + n} ${START + n + 60} OK 0`;

export const query = (n: number) => ({
  ...{ version: "1.100000", account_id: ACCOUNT, region: "eu-west-1", vpc_id: "vpc-0a" },
  ...{ query_timestamp: iso(n), query_name: `n${n}.example.com.`, query_type: "A", query_class: "IN" },
  ...{ rcode: "NOERROR", answers: [{ Rdata: "203.0.113.5", Type: "A", Class: "IN" }], srcaddr: "10.0.1.5" },
  ...{ srcport: "48701", transport: "UDP", srcids: { instance: INSTANCE } },
});

const CLOUD = { account: { uid: ACCOUNT }, provider: "AWS", region: "eu-west-1" };

export const ocsfQuery = (n: number) => ({
  ...{ class_uid: 4003, category_uid: 4, cloud: CLOUD, rcode: "NoError", rcode_id: 0, time: (START + n) * 1000 },
  answers: [{ class: "IN", rdata: "203.0.113.5", type: "A" }],
  query: { class: "IN", hostname: `n${n}.example.com.`, type: "A" },
  src_endpoint: { ip: "10.0.1.5", port: 48701, vpc_uid: "vpc-0a", instance_uid: INSTANCE },
  connection_info: { protocol_name: "UDP" },
});

export const firewallEvent = (n: number) => ({
  ...{ version: "0", id: String(n), "detail-type": "DNS Firewall Block", source: "aws.route53resolver" },
  ...{ account: ACCOUNT, time: iso(n), region: "eu-west-1", resources: [] },
  detail: {
    ...{ "account-id": ACCOUNT, "last-observed-at": iso(n), "query-name": `n${n}.example.com.`, "query-type": "A" },
    ...{ "query-class": "IN", transport: "UDP", "src-addr": "10.0.1.5", "src-port": "5353", "vpc-id": "vpc-0a" },
    resources: [{ "resource-type": "instance", "instance-details": { id: INSTANCE } }],
  },
});

export const ocsfFlow = (n: number) => ({
  ...{ class_uid: 4001, category_uid: 4, action: "Allowed", action_id: 1, cloud: CLOUD, status_code: "OK" },
  ...{ time: (START + n) * 1000, start_time: (START + n) * 1000, end_time: (START + n + 60) * 1000 },
  connection_info: { direction_id: 2, protocol_num: 6, tcp_flags: 19 },
  src_endpoint: { interface_uid: "eni-0123456789abcdef0", ip: "10.0.1.5", port: 40_000 + (n % 9000) },
  ...{ dst_endpoint: { ip: "198.51.100.7", port: 443 }, traffic: { bytes: 840, packets: 10 } },
});

export const trailEvent = (n: number) => ({
  ...{ eventVersion: "1.08", eventTime: iso(n), eventSource: "s3.amazonaws.com", eventName: "GetObject" },
  ...{ awsRegion: "eu-west-1", sourceIPAddress: "203.0.113.9", eventID: `e-${n}`, recipientAccountId: ACCOUNT },
  userIdentity: {
    type: "IAMUser",
    principalId: "AIDAEXAMPLE",
    arn: `arn:aws:iam::${ACCOUNT}:user/a`,
    accountId: ACCOUNT,
  },
});

export const lookup = (n: number) => ({
  ...{ EventId: `e-${n}`, EventTime: START + n, EventName: "GetObject" },
  CloudTrailEvent: JSON.stringify(trailEvent(n)),
});

export const ocsfCall = (n: number) => ({
  ...{ class_uid: 6003, category_uid: 6, cloud: CLOUD, time: (START + n) * 1000, status: "Success" },
  api: { operation: "GetObject", request: { uid: `r-${n}` }, service: { name: "s3.amazonaws.com" } },
  actor: { user: { type: "IAMUser", uid: `arn:aws:iam::${ACCOUNT}:user/a`, account: { uid: ACCOUNT } } },
  src_endpoint: { ip: "203.0.113.9" },
  metadata: {
    uid: `e-${n}`,
    event_code: "AwsApiCall",
    version: "1.1.0",
    product: { version: "1.08", name: "CloudTrail" },
  },
});

export const digest = (n: number) => ({
  ...{ awsAccountId: ACCOUNT, digestStartTime: iso(n), digestEndTime: iso(n + 3600), digestS3Bucket: "b" },
  ...{ digestS3Object: `AWSLogs/${n}.json.gz`, digestPublicKeyFingerprint: "ab12", previousDigestS3Bucket: null },
  logFiles: [{ s3Bucket: "b", s3Object: `log-${n}`, hashValue: "0a", hashAlgorithm: "SHA-256" }],
});

export const trailKey = (n: number) => ({ Value: "AAEC", Fingerprint: hex(n, 4), ValidityStartTime: START + n });

export const guardDuty = (n: number) => ({
  ...{ schemaVersion: "2.0", accountId: ACCOUNT, region: "eu-west-1", id: hex(n, 32), severity: 8 },
  ...{ type: "Backdoor:EC2/C&CActivity.B", createdAt: iso(n), updatedAt: iso(n) },
  resource: { resourceType: "Instance", instanceDetails: { instanceId: INSTANCE } },
  service: { eventFirstSeen: iso(n), eventLastSeen: iso(n), count: 1, action: { actionType: "NETWORK_CONNECTION" } },
});

export const asff = (n: number) => ({
  ...{ SchemaVersion: "2018-10-08", Id: `f-${n}`, ProductArn: "arn:aws:securityhub:eu-west-1::product/a/b" },
  ...{ AwsAccountId: ACCOUNT, CreatedAt: iso(n), UpdatedAt: iso(n), Title: "t", Severity: { Label: "HIGH" } },
  Resources: [{ Type: "AwsEc2Instance", Id: INSTANCE }],
});

export const ocsfFinding = (n: number) => ({
  ...{ class_uid: 2004, category_uid: 2, cloud: CLOUD, time: (START + n) * 1000, severity: "High", severity_id: 4 },
  finding_info: { uid: `f-${n}`, title: "t", created_time_dt: iso(n), types: ["TTPs"] },
  metadata: {
    uid: `f-${n}`,
    version: "1.1.0",
    product: { name: "Security Hub", uid: "arn:aws:securityhub:eu-west-1::product/a/b" },
  },
  resources: [{ type: "AwsEc2Instance", uid: INSTANCE }],
});

const interfaceOf = (n: number) => ({
  NetworkInterfaceId: `eni-${hex(n, 17)}`,
  PrivateIpAddress: "10.0.0.9",
  VpcId: "vpc-0a",
});

/** An entry of the list that one of EC2's describe calls prints; an unknown list has one that names it alone. */
const ENTRIES: Record<string, (n: number) => Record<string, unknown>> = {
  Reservations: (n) => ({ OwnerId: ACCOUNT, Instances: [{ InstanceId: `i-${hex(n, 17)}`, LaunchTime: iso(n) }] }),
  NetworkInterfaces: interfaceOf,
  Addresses: (n) => ({ PublicIp: "203.0.113.5", AllocationId: `eipalloc-${hex(n, 8)}` }),
  NatGateways: (n) => ({
    NatGatewayId: `nat-${hex(n, 17)}`,
    NatGatewayAddresses: [{ NetworkInterfaceId: "eni-1", PrivateIp: "10.0.0.8", PublicIp: "203.0.113.6" }],
  }),
  VpcEndpoints: (n) => ({ VpcEndpointId: `vpce-${hex(n, 17)}`, VpcId: "vpc-0a", NetworkInterfaceIds: ["eni-1"] }),
  IamInstanceProfileAssociations: (n) => ({
    AssociationId: `iip-assoc-${n}`,
    InstanceId: INSTANCE,
    IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/a`, Id: "AIPA" },
    ...{ State: "associated", Timestamp: iso(n) },
  }),
  SecurityGroups: (n) => ({ GroupId: `sg-${hex(n, 17)}`, VpcId: "vpc-0a", IpPermissions: [], IpPermissionsEgress: [] }),
  SecurityGroupRules: (n) => ({
    ...{ SecurityGroupRuleId: `sgr-${hex(n, 17)}`, GroupId: "sg-0a", IsEgress: false, IpProtocol: "tcp" },
    ...{ FromPort: 443, ToPort: 443, CidrIpv4: "0.0.0.0/0" },
  }),
  NetworkAcls: (n) => ({ NetworkAclId: `acl-${hex(n, 17)}`, VpcId: "vpc-0a", Associations: [], Entries: [] }),
  RouteTables: (n) => ({ RouteTableId: `rtb-${hex(n, 17)}`, VpcId: "vpc-0a", Associations: [], Routes: [] }),
  NetworkInsightsAnalyses: (n) => ({
    NetworkInsightsAnalysisId: `nia-${hex(n, 17)}`,
    ...{ StartDate: iso(n), NetworkPathFound: true, ForwardPathComponents: [], Status: "succeeded" },
  }),
  FlowLogs: (n) => ({ FlowLogId: `fl-${hex(n, 17)}`, ResourceId: "vpc-0a", TrafficType: "ALL", CreationTime: iso(n) }),
  HistoryRecords: (n) => ({
    ...{ ResourceOwnerId: ACCOUNT, ResourceRegion: "eu-west-1", ResourceType: "network-interface", VpcId: "vpc-0a" },
    ...{
      ResourceId: `eni-${hex(n, 17)}`,
      ResourceCidr: "10.0.1.5/32",
      SampledStartTime: iso(n),
      SampledEndTime: iso(n + 60),
    },
  }),
};

export const described = (name: string, n: number): Record<string, unknown> =>
  ENTRIES[name]?.(n) ?? { Name: `${name}-${n}` };

export const configItem = (n: number) => ({
  ...{ configurationItemVersion: "1.3", configurationItemCaptureTime: iso(n), configurationItemStatus: "OK" },
  ...{
    awsAccountId: ACCOUNT,
    awsRegion: "eu-west-1",
    resourceType: "AWS::EC2::NetworkInterface",
    resourceId: `eni-${n}`,
  },
  configuration: { networkInterfaceId: `eni-${n}`, vpcId: "vpc-0a", privateIpAddress: "10.0.1.5", status: "in-use" },
});

export const note = (n: number) => ({
  threadlineFetch: { source: "cloudtrail", title: `Calls ${n}`, failed: { code: "denied", message: "no" } },
});
