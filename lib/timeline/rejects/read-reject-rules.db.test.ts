import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { clearEvidence } from "@/lib/ingest/clear-evidence";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { writeFiles } from "@/lib/ingest/test-corpus";
import { EVENT_SOURCES, type FoundEvent } from "@/lib/timeline/events/event.types";
import { readEventDetail } from "@/lib/timeline/events/read-event-detail";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { readRejectRules } from "@/lib/timeline/rejects/read-reject-rules";

const AT = Date.UTC(2026, 1, 16, 22, 0);
const PEER = "198.51.100.77";
const INSTANCE = "i-0f25db4d88c29fa4e";
const HEADER =
  "version vpc-id subnet-id instance-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action flow-direction log-status";
const refused = (port: number, atMs = AT) =>
  `5 vpc-1 subnet-1 ${INSTANCE} eni-01 ${PEER} 10.0.1.10 40000 ${port} 6 1 40 ${atMs / 1000} ${atMs / 1000 + 10} REJECT ingress OK`;
const iso = (ms: number) => new Date(ms).toISOString();

function configItem(type: string, id: string, atMs: number, configuration: unknown, status = "OK") {
  return {
    ...{ resourceType: type, resourceId: id, configurationItemCaptureTime: iso(atMs), configurationItemStatus: status },
    configuration,
  };
}
const allows = (port: number) => ({
  ...{ groupId: "sg-1", groupName: "web", vpcId: "vpc-1" },
  ipPermissions: [{ ipProtocol: "tcp", fromPort: port, toPort: port, ipRanges: ["0.0.0.0/0"] }],
});
function call(eventName: string, atMs: number, rest: object = {}) {
  return {
    ...{
      eventVersion: "1.11",
      eventTime: iso(atMs),
      eventSource: "ec2.amazonaws.com",
      eventName,
      awsRegion: "eu-west-1",
    },
    ...{ eventID: eventName, eventCategory: "Management", userIdentity: { type: "Root" }, ...rest },
  };
}
const DESCRIBED = {
  "interfaces.json": {
    NetworkInterfaces: [
      {
        NetworkInterfaceId: "eni-01",
        VpcId: "vpc-1",
        SubnetId: "subnet-1",
        PrivateIpAddress: "10.0.1.10",
        Groups: [{ GroupId: "sg-1" }],
      },
      { NetworkInterfaceId: "eni-09", VpcId: "vpc-1", PrivateIpAddress: "10.0.1.9", Groups: [{ GroupId: "sg-2" }] },
      { NetworkInterfaceId: "eni-19", VpcId: "vpc-2", PrivateIpAddress: "10.0.1.9", Groups: [{ GroupId: "sg-3" }] },
    ],
  },
  "acls.json": {
    NetworkAcls: [
      {
        NetworkAclId: "acl-1",
        Associations: [{ SubnetId: "subnet-1" }],
        Entries: [
          {
            RuleNumber: 90,
            Protocol: "6",
            RuleAction: "deny",
            Egress: false,
            CidrBlock: "0.0.0.0/0",
            PortRange: { From: 23, To: 23 },
          },
          { RuleNumber: 100, Protocol: "-1", RuleAction: "allow", Egress: false, CidrBlock: "0.0.0.0/0" },
        ],
      },
    ],
  },
  "rules.json": {
    SecurityGroupRules: [
      { GroupId: "sg-4", IsEgress: false, IpProtocol: "tcp", FromPort: 1, ToPort: 1, CidrIpv4: "0.0.0.0/0" },
      { GroupId: "sg-4", IsEgress: false, IpProtocol: "tcp", FromPort: 2, ToPort: 2, CidrIpv4: "0.0.0.0/0" },
    ],
  },
  "trail.json": {
    Records: [
      call("AuthorizeSecurityGroupIngress", AT + 1_800_000),
      call("RevokeSecurityGroupIngress", AT + 1_900_000, { errorCode: "Client.UnauthorizedOperation" }),
      call("DescribeSecurityGroups", AT + 2_000_000),
    ],
  },
  "history.json": {
    configurationItems: [
      configItem("AWS::EC2::SecurityGroup", "sg-1", AT - 2 * 3_600_000, allows(443)),
      configItem("AWS::EC2::SecurityGroup", "sg-1", AT + 3_600_000, allows(22)),
      configItem("AWS::EC2::SecurityGroup", "sg-1", AT + 5 * 3_600_000, null, "ResourceDeleted"),
    ],
  },
};

let database: TestDatabase;
let caseId: string;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-rejects-"));
  const files = Object.entries(DESCRIBED).map(([name, content]) => [name, JSON.stringify(content, null, 2)]);
  const log = [HEADER, refused(22), refused(23, AT + 1_000), refused(22, AT + 2 * 3_600_000), ""].join("\n");
  await writeFiles(folder, { ...Object.fromEntries(files), "flow.log": log });
  caseId = (await createCase({ title: "refused" })).id;
  const loaded = await loadEvidence({ caseId, paths: [folder] });
  expect(loaded).toMatchObject({ state: "done", rejected: 0, filesFailed: [] });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function detailOf(find: (event: FoundEvent) => boolean) {
  const scope = await readInstanceScope(caseId, INSTANCE, PEER);
  const view = { fromMs: AT - 3_600_000, toMs: AT + 6 * 3_600_000 };
  const asked: EventsAsked = { scope, view, tie: "all", sources: EVENT_SOURCES, query: null };
  const { events } = await readEventPage({ ...asked, direction: "later", from: null, limit: 100 });
  const event = events.find(find);
  if (!event) throw new Error("there is no such event");
  return readEventDetail(asked, event);
}

describe("a refused record", () => {
  it("is explained by the rules as they were last described before it", async () => {
    const { facts, verdicts } = await detailOf(({ atMs }) => atMs === AT);
    expect(facts).toContainEqual({ name: "Security groups", value: "sg-1 (web)", as: "mono" });
    expect(facts).toContainEqual({ name: "Network ACL", value: "acl-1", as: "mono" });
    const said = verdicts.map(({ text }) => text);
    expect(said).toContain(
      `No security group rule of sg-1 allows TCP 22 from ${PEER}; what no rule allows is refused.`,
    );
    expect(said).toContain("Network ACL acl-1 lets it pass by rule 100: allow everything from 0.0.0.0/0.");
    expect(said).toContain("Described 2 hours before the record: sg-1.");
    expect(said).toContain(
      "Described at a time that the file does not say, so it may have been otherwise then: the interface's groups, acl-1.",
    );
  });

  it("is said to be under rules that calls have changed since, where CloudTrail has such calls", async () => {
    const said = (await detailOf(({ atMs, source }) => atMs === AT && source === "flow")).verdicts.map(
      ({ text }) => text,
    );
    expect(said).toContain(
      "CloudTrail has 1 call after the description that changed groups, ACLs or their rules, these or others.",
    );
    const later = (await detailOf(({ atMs }) => atMs === AT + 2 * 3_600_000)).verdicts;
    expect(later.filter(({ text }) => text.startsWith("CloudTrail has"))).toEqual([]);
  });

  it("is explained by the ACL's rule, where that denies it too", async () => {
    const { verdicts } = await detailOf(({ atMs }) => atMs === AT + 1_000);
    expect(verdicts.map(({ text }) => text)).toContain(
      "Network ACL acl-1 denies it by rule 90: deny TCP 23 from 0.0.0.0/0.",
    );
  });

  it("is explained by the group of its own time, not by an earlier one", async () => {
    const { verdicts } = await detailOf(({ atMs }) => atMs === AT + 2 * 3_600_000);
    expect(verdicts.map(({ text }) => text)).toContain("Security group sg-1 lets it pass: TCP 22 from 0.0.0.0/0.");
  });
});

describe("the rules at a moment", () => {
  const place = { interfaceId: "eni-01", vpcId: "vpc-1", subnetId: null, peerIp: "10.0.1.9", atMs: AT };

  it("take the subnet from the interface, and the far end's groups from its own VPC", async () => {
    const { groups, acl } = await readRejectRules(caseId, place);
    expect(groups.peerGroupIds).toEqual(["sg-2"]);
    expect(acl?.rules.aclId).toBe("acl-1");
  });

  it("know nothing of an interface or a far end that nobody describes", async () => {
    const { groups, acl } = await readRejectRules(caseId, { ...place, interfaceId: "eni-none", peerIp: "10.9.9.9" });
    expect({ groups, acl }).toEqual({ groups: { card: null, groups: [], peerGroupIds: null }, acl: null });
  });

  it("have no group that was gone by then", async () => {
    const { groups } = await readRejectRules(caseId, { ...place, atMs: AT + 6 * 3_600_000 });
    expect(groups.groups).toEqual([]);
  });

  it("are gone with the evidence, and stay where clearing it is taken back", async () => {
    const count = async () => {
      const sql = "SELECT count(*)::int AS n FROM network_descriptions WHERE case_id = $1";
      return (await pool().query<{ n: number }>(sql, [caseId])).rows[0]?.n;
    };
    const before = await count();
    const stopped = inTransaction(async (transaction) => {
      await clearEvidence(transaction, caseId);
      throw new Error("stop");
    });
    await expect(stopped).rejects.toThrow("stop");
    expect(await count()).toBe(before);
    await inTransaction((transaction) => clearEvidence(transaction, caseId));
    expect(await count()).toBe(0);
  });
});
