import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const START = "2023-11-14T22:13:20.000Z";
const END = "2023-11-14T23:13:20.000Z";
const [AT, UNTIL] = [1_700_000_000_000, 1_700_003_600_000];
const RECORD = {
  ResourceOwnerId: "123456789012",
  ResourceRegion: "us-east-1",
  ResourceType: "network-interface",
  ResourceId: "eni-1",
  ResourceCidr: "10.0.1.5/32",
  VpcId: "vpc-1",
  SampledStartTime: START,
  SampledEndTime: END,
};
const STILL = {
  ...RECORD,
  ResourceType: "instance",
  ResourceId: INSTANCE,
  ResourceCidr: "2001:DB8::5/128",
  SampledEndTime: "",
};
const NETWORK = { ...RECORD, ResourceType: "subnet", ResourceId: "subnet-1", ResourceCidr: "10.0.1.0/24" };

const spaced = (name: string) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ");
function csv(records: object[], nameOf = (name: string) => name, delimiter = ",") {
  const names = Object.keys(RECORD);
  const rows = records.map((record) => names.map((name) => (record as Record<string, string>)[name] ?? "-"));
  return [names.map(nameOf), ...rows].map((row) => row.join(delimiter)).join("\r\n");
}

describe("IPAM's address history", () => {
  it.each([
    ["CSV with the API's names", csv([RECORD, STILL, NETWORK])],
    ["CSV with words for names", csv([RECORD, STILL, NETWORK], spaced)],
    ["get-ipam-address-history's output", JSON.stringify({ HistoryRecords: [RECORD, STILL, NETWORK] }, null, 2)],
  ])("tells who had an address from when to when: %s", async (_name, text) => {
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "aws-describe", records: 3, rejected: 0 });
    const place = { accountId: "123456789012", region: "us-east-1", vpcId: "vpc-1", proof: "description" };
    expect(content.observations).toMatchObject([
      { ...place, record: 1, event: "seen", atMs: AT, interfaceId: "eni-1", privateIps: ["10.0.1.5"] },
      { ...place, record: 1, event: "ends", atMs: UNTIL, interfaceId: "eni-1", privateIps: ["10.0.1.5"] },
      { ...place, record: 2, event: "seen", atMs: AT, instanceId: INSTANCE, publicIps: ["2001:db8::5"] },
    ]);
    expect(content.observations).toHaveLength(3);
  });

  it.each([
    ["no id", { ResourceId: "" }, "ResourceId or ResourceCidr is missing: no history record"],
    ["no start", { SampledStartTime: "-" }, "SampledStartTime is missing: no time"],
    ["a strange start", { SampledStartTime: "soon" }, 'SampledStartTime "soon" is not a time'],
    ["a strange end", { SampledEndTime: "never" }, 'SampledEndTime "never" is not a time'],
  ])("rejects a row with %s, and reads on", async (_name, odd, reason) => {
    const { summary, content } = await readWhole(csv([RECORD, { ...RECORD, ...odd }, STILL]));
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.rejections).toMatchObject([{ record: 2, reason }]);
  });

  it("gives the same however the file is cut", async () => {
    const text = csv([RECORD, { ...RECORD, SampledStartTime: "soon" }, STILL], spaced, ";");
    const whole = await readWhole(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 8 }), async (cuts) => {
        expect(await readWhole(text, { cuts })).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});
