import { describe, expect, it } from "vitest";
import { draftsFromFindings } from "@/lib/cases/draft-from-findings";

const FINDING = {
  schemaVersion: "2.0",
  accountId: "123456789012",
  region: "eu-west-1",
  id: "f-1",
  type: "Backdoor:EC2/C&CActivity.B",
  severity: 8,
  title: "web-2 talks to a command server",
  createdAt: "2026-02-16T23:00:00.000Z",
  updatedAt: "2026-02-16T23:00:00.000Z",
  resource: { resourceType: "Instance", instanceDetails: { instanceId: "i-0f25db4d88c29fa4e" } },
  service: {
    action: {
      actionType: "NETWORK_CONNECTION",
      networkConnectionAction: { remoteIpDetails: { ipAddressV4: "198.51.100.77" } },
    },
    eventFirstSeen: "2026-02-16T22:30:00.000Z",
    eventLastSeen: "2026-02-17T00:05:00.000Z",
  },
};
const DNS = {
  ...FINDING,
  id: "f-2",
  type: "Backdoor:EC2/C&CActivity.B!DNS",
  severity: 5,
  service: {
    ...FINDING.service,
    action: { actionType: "DNS_REQUEST", dnsRequestAction: { domain: "CDN-84f1c2.example.net" } },
  },
};

const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());

describe("draftsFromFindings", () => {
  it.each([
    ["one finding", JSON.stringify(FINDING)],
    ["printed over many lines", JSON.stringify(FINDING, null, 2)],
    ["the command line's answer", JSON.stringify({ Findings: [FINDING] })],
    ["a list", JSON.stringify([FINDING])],
    [
      "an EventBridge event",
      JSON.stringify({ "detail-type": "GuardDuty Finding", source: "aws.guardduty", detail: FINDING }),
    ],
  ])("fills the form from %s", async (_, text) => {
    const { drafts, problems } = await draftsFromFindings(text);
    expect(problems).toEqual([]);
    expect(drafts).toHaveLength(1);
    const [draft] = drafts;
    expect(draft).toMatchObject({ title: FINDING.title, flagged: [{ kind: "address", value: "198.51.100.77" }] });
    expect([iso(draft?.fromMs), iso(draft?.toMs)]).toEqual(["2026-02-16T21:30:00.000Z", "2026-02-17T01:05:00.000Z"]);
  });

  it("takes the name of a DNS finding and says that it has no address", async () => {
    const { drafts } = await draftsFromFindings(JSON.stringify(DNS));
    expect(drafts[0]?.flagged).toEqual([{ kind: "name", value: "cdn-84f1c2.example.net" }]);
    expect(drafts[0]?.notes[0]).toMatch(/names no remote address/);
  });

  it("counts what is no finding, however much of it", async () => {
    const { drafts, problems } = await draftsFromFindings(`${JSON.stringify(FINDING)}\n${"1\n".repeat(400_000)}`);
    expect(drafts).toHaveLength(1);
    expect(problems.at(-1)).toMatch(/^399,?9\d\d more records are no findings/);
  });

  it("gives several, the most severe first", async () => {
    const { drafts } = await draftsFromFindings(`${JSON.stringify(DNS)}\n${JSON.stringify(FINDING)}\n`);
    expect(drafts.map(({ findingId }) => findingId)).toEqual(["f-1", "f-2"]);
  });

  it("says so of a sample, a finding without what was met, and times at the end of time", async () => {
    const odd = {
      ...FINDING,
      service: { eventFirstSeen: "1970-01-01T00:10:00Z", additionalInfo: { sample: true }, action: {} },
    };
    const { drafts } = await draftsFromFindings(JSON.stringify(odd));
    expect(drafts[0]?.notes.join(" ")).toMatch(/sample.*no remote address and no DNS name/);
    expect(iso(drafts[0]?.fromMs)).toBe("1970-01-01T00:10:00.000Z");
  });

  it.each([
    ["alone", (finding: object) => finding],
    ["in a page", (finding: object) => ({ Findings: [finding] })],
    [
      "in an event",
      (finding: object) => ({ "detail-type": "Security Hub Findings - Imported", detail: { findings: [finding] } }),
    ],
  ])("reads a finding of Security Hub %s", async (_name, wrap) => {
    const finding = {
      Id: "one",
      ProductArn: "arn:aws:securityhub:us-east-1::product/aws/inspector",
      Types: ["TTPs/Command and Control"],
      Title: "Talks to a bad place",
      FirstObservedAt: "2023-11-14T22:13:20Z",
      LastObservedAt: "2023-11-14T23:13:20Z",
      Severity: { Label: "CRITICAL" },
      Resources: [{ Type: "AwsEc2Instance", Id: "arn:aws:ec2:us-east-1:1:instance/i-0123456789abcdef0" }],
      Network: { Direction: "OUT", DestinationIpV4: "198.51.100.7", DestinationDomain: "bad.example.com" },
    };
    const { drafts, problems } = await draftsFromFindings(JSON.stringify(wrap(finding)));
    expect(problems).toEqual([]);
    expect(drafts).toMatchObject([
      {
        title: "Talks to a bad place",
        severity: 9,
        flagged: [
          { kind: "address", value: "198.51.100.7" },
          { kind: "name", value: "bad.example.com" },
        ],
        fromMs: Date.parse("2023-11-14T21:13:20Z"),
        toMs: Date.parse("2023-11-15T00:13:20Z"),
      },
    ]);
    expect(drafts[0]?.notes.join(" ")).toContain("i-0123456789abcdef0");
  });

  it.each([
    ["", /no text/],
    ["hello", /is no finding of/],
    ['{"Findings": [{"Id": 1', /no finding/],
    ["2 123456789012 eni-1 10.0.0.1 198.51.100.7 1 2 6 1 40 1 2 ACCEPT OK", /no finding of/],
  ])("says why %s gives nothing", async (text, words) => {
    const { drafts, problems } = await draftsFromFindings(text);
    expect(drafts).toEqual([]);
    expect(problems.join(" ")).toMatch(words);
  });
});
