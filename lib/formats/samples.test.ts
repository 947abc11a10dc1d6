import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

/** Logs by others, kept beside the project and not in it. */
const SAMPLES = fileURLToPath(new URL("../../../shared/samples", import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const read = (name: string) => readWhole(readFileSync(join(SAMPLES, name)), { name });

describe.skipIf(!existsSync(SAMPLES))("samples of others", () => {
  it("are each recognised, or unknown with a reason", async () => {
    const files = filesBelow(SAMPLES).map((path) => relative(SAMPLES, path));
    expect(files.length).toBeGreaterThan(50);
    for (const name of files) {
      const { summary } = await read(name);
      if (summary.kind === "unknown")
        expect(summary, name).toMatchObject({ records: 0, reason: expect.stringMatching(/\w{4}/) });
      else expect(summary.records + summary.rejected + summary.headers, name).toBeGreaterThan(0);
    }
  });

  it.each([
    ["vpc-flow-documented/accepted-rejected.log", "vpc-flow", 2, 0],
    ["vpc-flow-documented/no-data.log", "vpc-flow", 2, 0],
    ["vpc-flow-documented/ipv6.log", "vpc-flow", 1, 0],
    ["vpc-flow-documented/security-groups.log", "vpc-flow", 2, 0],
    ["vpc-flow-documented/tcp-flag.log", "vpc-flow", 8, 0],
    ["vpc-flow-documented/traffic-path.log", "vpc-flow", 2, 0],
    ["vpc-flow-documented/nat.log", "vpc-flow", 0, 6],
    ["vpc-flow-documented/tgw.log", "vpc-flow", 0, 4],
    ["scenario-compromised-root/attacker_vpc.log", "vpc-flow", 6, 0],
    ["scenario-compromised-root/attacker_cloudtrail.jsonl", "cloudtrail", 12, 0],
    ["scenario-compromised-root/victim_cloudtrail.jsonl", "cloudtrail", 4, 0],
    ["resolver-real/test-route53.log", "dns", 34, 0],
    ["tgw-and-others/test-tgw-samples.log", "tgw-flow", 10, 0],
    ["tgw-and-others/test-guardduty.selected.jsonl", "guardduty", 2, 0],
    ["tgw-and-others/test-cloudtrail-digest-json.log", "cloudtrail-digest", 1, 0],
    ["aws-describe/guardduty.get-findings.1.json", "guardduty", 1, 0],
    ["aws-describe/securityhub.get-findings.1.json", "securityhub", 1, 0],
    ["aws-describe/ec2.describe-security-groups.1.json", "aws-describe", 1, 0],
    ["aws-describe/ec2.describe-security-group-rules.1.json", "aws-describe", 3, 0],
    ["aws-describe/ec2.describe-network-acls.1.json", "aws-describe", 2, 0],
    ["aws-describe/ec2.describe-route-tables.1.json", "aws-describe", 3, 0],
    ["aws-describe/ec2.describe-vpc-endpoints.1.json", "aws-describe", 3, 0],
    ["aws-describe/ec2.describe-flow-logs.1.json", "aws-describe", 2, 0],
    ["aws-describe/ec2.describe-iam-instance-profile-associations.1.json", "aws-describe", 2, 0],
    ["aws-describe/ec2.describe-network-insights-analyses.1.json", "aws-describe", 1, 0],
    ["aws-describe/ec2.describe-instances.1.json", "aws-describe", 1, 0],
    ["aws-describe/ec2.describe-network-interfaces.1.json", "aws-describe", 2, 0],
    ["ocsf-pairs/route53/route53.raw", "dns", 1, 0],
    ["ocsf-pairs/vpc-flowlogs/vpcflowlog.raw", "vpc-flow", 1, 0],
    ["ocsf-pairs/route53/route53.ocsf", "dns", 1, 0],
    ["ocsf-pairs/vpc-flowlogs/vpcflowlog.ocsf", "vpc-flow", 1, 0],
  ])("%s is %s with %i records and %i rejected", async (name, kind, records, rejected) => {
    const { summary, content } = await read(name);
    expect(summary).toMatchObject({ kind, records, rejected });
    if (kind === "vpc-flow") expect(content.rejections.every(({ reason }) => reason === "no time")).toBe(true);
  });

  it("hold ten real flow records in two files of S3, of one log", async () => {
    const files = filesBelow(join(SAMPLES, "vpc-flow-s3-real")).map((path) => relative(SAMPLES, path));
    const all = await Promise.all(files.map(read));
    const flows = all.flatMap(({ content }) => content.flows);
    expect(flows).toHaveLength(10);
    expect(flows.filter(({ action, packets }) => action === "REJECT" && packets === 1)).toHaveLength(8);
    expect(new Set(all.map(({ summary }) => summary.logKey))).toEqual(new Set(["fl-0dcbf7c4c2483c6b6"]));
  });

  it("are the same records raw and as OCSF", async () => {
    const [rawQuery, query] = await Promise.all(
      ["raw", "ocsf"].map((form) => read(`ocsf-pairs/route53/route53.${form}`)),
    );
    expect(query?.content.queries).toEqual(rawQuery?.content.queries);
    const flowOf = async (form: string) => (await read(`ocsf-pairs/vpc-flowlogs/vpcflowlog.${form}`)).content.flows[0];
    const [rawFlow, flow] = [await flowOf("raw"), await flowOf("ocsf")];
    // OCSF names one address where the packet's and the interface's own are the same.
    const { packetSourceIp: _, packetDestinationIp: __, context, ...kept } = flow ?? {};
    expect(rawFlow).toMatchObject(kept);
    // The publisher's two forms spell the interface's id with a digit more or less.
    expect(rawFlow?.context).toMatchObject({
      ...context,
      interfaceId: expect.anything(),
      interfaceKey: expect.anything(),
    });
  });

  it("are counted as their publishers count them", async () => {
    const { content } = await read("resolver-real/test-route53.log");
    const expected = JSON.parse(readFileSync(join(SAMPLES, "resolver-real/expected.json"), "utf8"));
    const count = (test: (query: (typeof content.queries)[number]) => boolean) => content.queries.filter(test).length;
    expect(count((query) => query.rcode === "NOERROR")).toBe(expected.rcode.NOERROR);
    expect(count((query) => query.rcode === "NXDOMAIN")).toBe(expected.rcode.NXDOMAIN);
    expect(count((query) => query.rcode === "NOERROR" && query.answers.length === 0)).toBe(
      expected.noerror_without_answers,
    );
    for (const [type, queries] of Object.entries(expected.query_type))
      expect(count((query) => query.type === type)).toBe(queries);
    for (const [ip, queries] of Object.entries(expected.srcaddr))
      expect(count(({ asker }) => asker.sourceIp === ip)).toBe(queries);
    expect(count(({ asker }) => asker.instanceId === "i-079c44232510ca8ff")).toBe(4);
    expect(count((query) => query.detail?.firewall_rule_action === "BLOCK")).toBe(expected.firewall.BLOCK);
    expect(count((query) => query.sourcePort === null)).toBe(0);
    const flows = (await read("vpc-flow-documented/traffic-path.log")).content.flows;
    expect(flows.map(({ bytes, direction }) => [bytes, direction])).toEqual([
      [15044, "ingress"],
      [471, "egress"],
    ]);
  });

  it("of CloudTrail are 16 calls and sign-ins, 5 Insights, 2 digests and 7 fragments", async () => {
    const files = filesBelow(join(SAMPLES, "cloudtrail-documented")).map((path) => relative(SAMPLES, path));
    const all = await Promise.all(files.map(read));
    const calls = all.flatMap(({ content }) => content.calls);
    expect(calls.filter(({ category }) => category !== "insight")).toHaveLength(16);
    expect(calls.filter(({ category }) => category === "insight")).toHaveLength(5);
    expect(all.filter(({ summary }) => summary.kind === "cloudtrail-digest")).toHaveLength(2);
    expect(all.filter(({ summary }) => summary.kind === "unknown")).toHaveLength(7);
  });
});
