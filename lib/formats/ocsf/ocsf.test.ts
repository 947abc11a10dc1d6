import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeParquet, readWholeParquet } from "@/lib/formats/parquet/test-parquet";
import { readWhole } from "@/lib/formats/test-log";

const CLOUD = { account: { uid: "012345678901" }, provider: "AWS", region: "eu-west-1", zone: "euw1-az1" };
const OWN = {
  ...{ interface_uid: "eni-0123456789abcdef0", vpc_uid: "vpc-0a", subnet_uid: "subnet-0a" },
  instance_uid: "i-0123456789abcdef0",
};

const RAW_HEADER =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id instance-id tcp-flags type region az-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path sublocation-type";
const RAW_FLOW =
  "5 012345678901 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 40000 443 6 10 840 1700000000 1700000060 ACCEPT OK vpc-0a subnet-0a i-0123456789abcdef0 19 IPv4 eu-west-1 euw1-az1 - S3 egress 8 localzone";

const FLOW = {
  ...{ activity_id: 6, class_uid: 4001, category_uid: 4, type_uid: 400106, action: "Allowed", action_id: 1 },
  cloud: CLOUD,
  connection_info: {
    ...{ direction: "Outbound", direction_id: 2, protocol_num: 6, protocol_ver: "IPv4", tcp_flags: 19 },
    ...{ boundary: "Internet Gateway", boundary_id: 11 },
  },
  src_endpoint: { ...OWN, ip: "10.0.1.5", port: 40000, svc_name: "-" },
  dst_endpoint: { ip: "198.51.100.7", port: 443, svc_name: "S3" },
  metadata: { product: { version: "5", name: "Amazon VPC" }, version: "1.1.0" },
  ...{
    time: 1_700_000_000_000,
    start_time_dt: "2023-11-14T17:13:20.000-05:00",
    end_time_dt: "2023-11-14T17:14:20.000-05:00",
  },
  ...{ status_code: "OK", severity_id: 1, traffic: { bytes: 840, packets: 10 } },
  unmapped: { sublocation_type: "localzone", sublocation_id: "-" },
};

const RAW_QUERY = {
  ...{ version: "1.100000", account_id: "012345678901", region: "eu-west-1", vpc_id: "vpc-0a" },
  ...{ query_timestamp: "2023-11-14T22:13:20Z", query_name: "bad.example.com.", query_type: "A", query_class: "IN" },
  ...{ rcode: "NOERROR", answers: [{ Rdata: "203.0.113.5", Type: "A", Class: "IN" }], srcaddr: "10.0.1.5" },
  ...{ srcport: "48701", transport: "UDP", srcids: { instance: "i-0123456789abcdef0" } },
  ...{ firewall_rule_action: "BLOCK", firewall_rule_group_id: "rslvr-frg-0a", firewall_domain_list_id: "rslvr-fdl-0a" },
};
const QUERY = {
  ...{
    class_uid: 4003,
    category_uid: 4,
    action_id: 2,
    disposition: "Blocked",
    cloud: CLOUD,
    rcode: "NoError",
    rcode_id: 0,
  },
  answers: [{ class: "IN", rdata: "203.0.113.5", type: "A" }],
  connection_info: { direction_id: 0, protocol_name: "UDP" },
  query: { class: "IN", hostname: "bad.example.com.", type: "A" },
  src_endpoint: { ip: "10.0.1.5", port: 48701, vpc_uid: "vpc-0a", instance_uid: "i-0123456789abcdef0" },
  firewall_rule: { uid: "rslvr-frg-0a" },
  metadata: { product: { name: "Route 53", version: "1.100000" }, version: "1.1.0" },
  ...{ time: 1_700_000_000_000, unmapped: { firewall_domain_list_id: "rslvr-fdl-0a" } },
};

const RAW_CALL = {
  eventVersion: "1.08",
  userIdentity: {
    ...{ type: "AssumedRole", principalId: "AROAEXAMPLEEXAMPLEAAA:i-0123456789abcdef0", accountId: "012345678901" },
    ...{ arn: "arn:aws:sts::012345678901:assumed-role/app/i-0123456789abcdef0", accessKeyId: "ASIAEXAMPLEEXAMPLE01" },
    sessionContext: {
      sessionIssuer: { type: "Role", arn: "arn:aws:iam::012345678901:role/app" },
      attributes: { creationDate: "2023-11-14T20:00:00Z", mfaAuthenticated: "false" },
    },
  },
  ...{
    eventTime: "2023-11-14T22:13:20Z",
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    awsRegion: "eu-west-1",
  },
  ...{ sourceIPAddress: "203.0.113.9", userAgent: "aws-cli", requestParameters: { roleSessionName: "later" } },
  responseElements: {
    credentials: { accessKeyId: "ASIAEXAMPLEEXAMPLE02" },
    assumedRoleUser: { arn: "arn:aws:sts::012345678901:assumed-role/admin/later" },
  },
  ...{ requestID: "r-1", eventID: "00000000-0000-4000-8000-000000000001", readOnly: true, eventType: "AwsApiCall" },
  ...{ eventCategory: "Management", recipientAccountId: "012345678901", sharedEventID: "s-1" },
};
const CALL = {
  ...{ class_uid: 6003, category_uid: 6, cloud: CLOUD, time: 1_700_000_000_000, status: "Success" },
  api: {
    operation: "AssumeRole",
    request: { uid: "r-1", data: '{"roleSessionName":"later"}' },
    response: { error: null, message: null, data: '{"credentials":{"accessKeyId":"ASIAEXAMPLEEXAMPLE02"}}' },
    service: { name: "sts.amazonaws.com" },
  },
  actor: {
    user: {
      ...{ type: "AssumedRole", uid: RAW_CALL.userIdentity.arn, uid_alt: RAW_CALL.userIdentity.principalId },
      ...{ account: { uid: "012345678901" }, credential_uid: "ASIAEXAMPLEEXAMPLE01" },
    },
    session: { created_time_dt: "2023-11-14T20:00:00Z", is_mfa: false, issuer: "arn:aws:iam::012345678901:role/app" },
  },
  src_endpoint: { ip: "203.0.113.9" },
  http_request: { user_agent: "aws-cli" },
  metadata: {
    ...{ uid: RAW_CALL.eventID, event_code: "AwsApiCall", version: "1.1.0" },
    product: { version: "1.08", name: "CloudTrail", feature: { name: "Management" } },
  },
  unmapped: {
    ...{ readOnly: "true", sharedEventID: "s-1" },
    "responseElements.assumedRoleUser.arn": "arn:aws:sts::012345678901:assumed-role/admin/later",
  },
};

const FINDING = {
  ...{ class_uid: 2004, category_uid: 2, severity_id: 4, cloud: CLOUD, count: 7, time: 1_700_000_000_000 },
  finding_info: {
    uid: "arn:aws:guardduty:eu-west-1:012345678901:detector/d1/finding/f1",
    types: ["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B"],
    ...{ title: "An instance talks to a control server", desc: "i-0123456789abcdef0 asks 203.0.113.5" },
    ...{
      created_time_dt: "2023-11-14T22:20:00Z",
      first_seen_time_dt: "2023-11-14T22:13:20Z",
      last_seen_time: 1_700_000_600_000,
    },
  },
  resources: [{ uid: "arn:aws:ec2:eu-west-1:012345678901:instance/i-0123456789abcdef0", type: "AwsEc2Instance" }],
  evidences: [
    {
      ...{
        src_endpoint: { ip: "10.0.1.5" },
        dst_endpoint: { ip: "203.0.113.5" },
        connection_info: { direction_id: 2 },
      },
      query: { hostname: "Bad.Example.com." },
    },
  ],
  metadata: {
    product: { name: "GuardDuty", uid: "arn:aws:securityhub:eu-west-1::product/aws/guardduty" },
    version: "1.1.0",
  },
};

const readOne = (event: unknown) => readWhole(JSON.stringify(event));

describe("OCSF events", () => {
  it("of class 4001 read as the flow record they were made from", async () => {
    const raw = await readWhole(`${RAW_HEADER}\n${RAW_FLOW}\n`);
    const { summary, content } = await readOne(FLOW);
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 1, rejected: 0, firstEventMs: 1_700_000_000_000 });
    expect(content.flows).toEqual(raw.content.flows);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "the interface of the far end, for what comes in",
      {
        connection_info: { ...FLOW.connection_info, direction_id: 1, direction: "Inbound", boundary_id: 99 },
        ...{ src_endpoint: { ip: "198.51.100.7", port: 443 }, dst_endpoint: { ...OWN, ip: "10.0.1.5", port: 40000 } },
        ...{ action: "Denied", action_id: 2 },
      },
      {
        direction: "ingress",
        action: "REJECT",
        context: { interfaceId: "eni-0123456789abcdef0" },
        destinationIp: "10.0.1.5",
      },
    ],
    [
      "the packet's address beside the interface's own",
      { dst_endpoint: { ip: "203.0.113.5", intermediate_ips: ["10.0.0.220"], port: 443 } },
      { destinationIp: "10.0.0.220", packetDestinationIp: "203.0.113.5", packetSourceIp: null },
    ],
    [
      "the first version's members",
      {
        ...{ action: undefined, action_id: undefined, disposition: "Blocked", disposition_id: 2, activity_id: 5 },
        ...{
          cloud: { account_uid: "012345678901", region: "eu-west-1" },
          start_time_dt: undefined,
          end_time_dt: undefined,
        },
        ...{
          start_time: 1_700_000_000_000,
          end_time: 1_700_000_060_000,
          unmapped: [{ key: "sublocation_type", value: "x" }],
        },
      },
      {
        action: "REJECT",
        endMs: 1_700_000_060_000,
        context: { accountId: "012345678901" },
        detail: { "sublocation-type": "x" },
      },
    ],
  ])("of class 4001 keep %s", async (_name, change, expected) => {
    const { content } = await readOne({ ...FLOW, ...change });
    expect(content.flows[0]).toMatchObject(expected);
  });

  it("without traffic are gaps, never flows", async () => {
    const { content } = await readOne({
      ...FLOW,
      ...{ src_endpoint: { ...OWN, ip: "-" }, dst_endpoint: { ip: "-" }, traffic: {}, status_code: "SKIPDATA" },
    });
    expect(content.flows).toEqual([]);
    expect(content.statuses).toMatchObject([
      { status: "SKIPDATA", context: { interfaceKey: "eni-0123456789abcdef0" } },
    ]);
  });

  it("of class 4003 read as the query they were made from", async () => {
    const raw = await readOne(RAW_QUERY);
    const { summary, content } = await readOne(QUERY);
    expect(summary).toMatchObject({ kind: "dns", records: 1 });
    expect(content.queries).toEqual(raw.content.queries);
    const plain = await readOne({ ...QUERY, firewall_rule: null, unmapped: null, disposition: "Unknown", rcode_id: 3 });
    expect(plain.content.queries[0]).toMatchObject({ rcode: "NXDOMAIN", detail: null });
  });

  it("of class 6003 read as the call they were made from, as far as they keep it", async () => {
    const raw = (await readOne(RAW_CALL)).content.calls[0];
    const { summary, content } = await readOne(CALL);
    expect(summary).toMatchObject({ kind: "cloudtrail", records: 1 });
    const { fieldHashes, ...call } = content.calls[0] ?? { fieldHashes: {} };
    expect(raw).toMatchObject(call);
    // What both carry is alike, so the two count as one event.
    expect(Object.keys(fieldHashes).length).toBeGreaterThan(4);
    expect(raw?.fieldHashes).toMatchObject(fieldHashes);
  });

  it("of class 2004 read as the finding they were made from", async () => {
    const { summary, content } = await readOne(FINDING);
    expect(summary).toMatchObject({ kind: "securityhub", records: 1 });
    expect(content.findings[0]).toMatchObject({
      ...{ source: "guardduty", findingId: "f1", type: "Backdoor:EC2/C&CActivity.B", severity: 7, count: 7 },
      ...{ instanceIds: ["i-0123456789abcdef0"], remoteIps: ["203.0.113.5"], domains: ["bad.example.com"] },
      ...{ firstSeenMs: 1_700_000_000_000, lastSeenMs: 1_700_000_600_000, accountId: "012345678901" },
    });
  });

  it("of another class are told, and one among others is rejected by name", async () => {
    const other = { class_uid: 1007, category_uid: 1, process: { pid: 1 }, time: 1 };
    expect((await readOne(other)).summary).toMatchObject({ kind: "unknown", reason: expect.stringMatching(/OCSF/) });
    const lines = [FLOW, other, FLOW].map((event) => JSON.stringify(event)).join("\n");
    const { summary, content } = await readWhole(lines);
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.rejections).toMatchObject([{ record: 2, reason: "an OCSF event of class 1007: not read" }]);
  });

  it.each([
    ["flows", FLOW, "flows"],
    ["queries", QUERY, "queries"],
    ["calls", CALL, "calls"],
    ["findings", FINDING, "findings"],
  ] as const)("in Parquet give the same %s as in JSON", async (_name, event, list) => {
    const folder = await mkdtemp(path.join(tmpdir(), "threadline-ocsf-"));
    try {
      const file = path.join(folder, "events.json");
      await writeFile(file, [event, event].map((one) => JSON.stringify(one)).join("\n"));
      const bytes = await makeParquet(`SELECT * FROM read_json_auto('${file}')`, "CODEC 'zstd'");
      const parquet = await readWholeParquet(bytes, "region=eu-west-1/accountId=1/eventDay=20231114/a.gz.parquet");
      const json = await readOne(event);
      expect(parquet.summary).toMatchObject({ kind: json.summary.kind, records: 2, rejected: 0 });
      expect(parquet.content[list][0]).toEqual(json.content[list][0]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("with anything in the place of anything are counted, and nothing throws", async () => {
    const scramble = fc.tuple(fc.constantFrom(FLOW, QUERY, CALL, FINDING), fc.nat(), fc.json());
    await fc.assert(
      fc.asyncProperty(scramble, async ([event, at, value]) => {
        const names = Object.keys(event);
        const changed = { ...event, [names[at % names.length] ?? ""]: JSON.parse(value) };
        const { summary } = await readWhole(`${JSON.stringify(event)}\n${JSON.stringify(changed)}\n`);
        expect(summary.records + summary.rejected).toBe(2);
      }),
    );
  });
});
