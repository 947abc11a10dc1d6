import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

/** A log of each kind, written from units that are readable, broken, blank or headers. */
type Unit = "good" | "broken" | "blank" | "header";

const HEADER =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
const flow = (at: number) =>
  `2 123456789012 eni-${at % 3}a 10.0.0.${at % 250} 198.51.100.7 1 443 6 1 40 ${at} ${at} ACCEPT OK`;
const query = (at: number) =>
  JSON.stringify({
    query_timestamp: new Date(at * 1000).toISOString(),
    query_name: `h${at}.example.com.`,
    query_type: "A",
    rcode: "NOERROR",
    answers: [],
    srcaddr: "10.0.0.1",
    srcids: {},
    note: 'é😀"}{',
  });
const event = (at: number) =>
  JSON.stringify({
    eventVersion: "1.08",
    eventTime: new Date(at * 1000).toISOString(),
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    awsRegion: "us-east-1",
    eventID: `e-${at}`,
    userIdentity: { type: "Root" },
  });
const finding = (at: number) =>
  JSON.stringify({
    schemaVersion: "2.0",
    id: `f-${at}`,
    type: "T:EC2/X",
    createdAt: new Date(at * 1000).toISOString(),
    resource: {},
    service: { action: {} },
  });
const networkInterface = (at: number) =>
  JSON.stringify({ NetworkInterfaceId: `eni-${at}`, PrivateIpAddress: "10.0.0.9" });

const units = fc.array(fc.constantFrom<Unit>("good", "good", "good", "broken", "blank", "header"), { maxLength: 40 });
const cuts = fc.array(fc.nat(6000), { maxLength: 30 });
const LINE_LOGS = { "vpc-flow": flow, dns: query, cloudtrail: event, guardduty: finding } as const;

function lineLog(kind: keyof typeof LINE_LOGS, all: Unit[]): string {
  const write = LINE_LOGS[kind];
  const header = kind === "vpc-flow" ? HEADER : "";
  const broken = kind === "vpc-flow" ? "2 what is this" : '{"what": "is this';
  return all.map((unit, index) => ({ good: write(1_700_000_000 + index), broken, blank: "", header })[unit]).join("\n");
}

const asff = (at: number) =>
  JSON.stringify({
    ...{ SchemaVersion: "2018-10-08", Id: `finding-${at}`, ProductArn: "arn:aws:securityhub:::product/a/b" },
    ...{
      CreatedAt: "2023-11-14T22:13:20Z",
      Title: "t",
      Resources: [{ Type: "AwsEc2Instance", Id: "i-0123456789abcdef0" }],
    },
  });

describe("reading any log", () => {
  it("accounts for every unit of a log of lines, however its bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(LINE_LOGS)), units, cuts, async (name, middle, at) => {
        const kind = name as keyof typeof LINE_LOGS;
        const all: Unit[] = ["good", ...middle, "good"];
        const text = lineLog(kind, all);
        const { summary, content } = await readWhole(text, { cuts: at });
        const count = (unit: Unit) => all.filter((one) => one === unit).length;
        const noHeaders = kind !== "vpc-flow";
        expect(summary).toMatchObject({
          kind,
          records: count("good"),
          rejected: count("broken"),
          blank: count("blank") + (noHeaders ? count("header") : 0),
          headers: noHeaders ? 0 : count("header"),
        });
        const numbers = [
          ...content.flows,
          ...content.queries,
          ...content.calls,
          ...content.findings,
          ...content.rejections,
        ].map((one) => one.record);
        expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
        expect(await readWhole(text)).toEqual(await readWhole(text, { cuts: at }));
      }),
      { numRuns: 60 },
    );
  });

  it("gives the same of any wrapper, however its bytes are cut", async () => {
    const wrappers = fc.constantFrom(
      { list: "Records", kind: "cloudtrail", write: event },
      { list: "findings", kind: "guardduty", write: finding },
      { list: "NetworkInterfaces", kind: "aws-describe", write: networkInterface },
    );
    await fc.assert(
      fc.asyncProperty(
        wrappers,
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        cuts,
        async ({ list, kind, write }, count, indent, at) => {
          const records = Array.from({ length: count }, (_, index) => JSON.parse(write(1_700_000_000 + index)));
          const text = JSON.stringify({ NextToken: "x", [list]: records, after: { list: [] } }, null, indent ? 2 : 0);
          const whole = await readWhole(text);
          expect(whole.summary).toMatchObject({ kind, records: count, rejected: 0 });
          expect(await readWhole(text, { cuts: at })).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("neither throws nor loses its account over any bytes, and gives the same however they are cut", async () => {
    const heads = fc.constantFrom(
      "",
      `${flow(1_700_000_000)}\n`,
      `${query(1_700_000_000)}\n`,
      `{"Records":[${event(1_700_000_000)},`,
      `[${finding(1)},`,
      "\uFEFF",
      '{"events":[{"message":"',
      '{"Reservations":[',
      '{"SecurityGroups":[',
      '{"configurationItems":[{"resourceType":"AWS::EC2::Instance",',
      '{"Findings":[{"ProductArn":"x",',
      '{"QueryResultRows":[[{"eventName":"a"},{"eventSource":"b"},{"eventTime":"2023-11-14 22:13:20"}],',
      "eventTime,eventName,eventSource,userIdentity\n",
      "resourceId,resourceCidr,sampledStartTime\n",
    );
    const pieces = fc.array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.json(),
        fc.constantFrom("\n", "{", "}", '"', "[", "]", ",", ":", "\\", "constructor", "__proto__", HEADER),
      ),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(heads, pieces, fc.uint8Array({ maxLength: 40 }), cuts, async (head, text, tail, at) => {
        const bytes = Buffer.concat([Buffer.from(head + text.join("")), tail]);
        const whole = await readWhole(bytes);
        expect(whole.content.rejections).toHaveLength(whole.summary.rejected);
        expect(await readWhole(bytes, { cuts: at })).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it("survives a file that breaks off or has a bit turned, and keeps to its account", async () => {
    const files = [
      Array.from({ length: 20 }, (_, at) => flow(1_700_000_000 + at)).join("\n"),
      Array.from({ length: 20 }, (_, at) => query(1_700_000_000 + at)).join("\n"),
      `{"Records":[${Array.from({ length: 20 }, (_, at) => event(1_700_000_000 + at)).join(",")}]}`,
      Array.from({ length: 20 }, (_, at) => asff(at)).join("\n"),
      JSON.stringify(
        Array.from({ length: 20 }, (_, at) => JSON.parse(finding(1_700_000_000 + at))),
        null,
        1,
      ),
    ].map((text) => Buffer.from(text));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.nat(), fc.nat(7), fc.boolean(), async (file, where, bit, cut) => {
        const at = where % file.length;
        const bytes = Buffer.from(cut ? file.subarray(0, at) : file);
        if (!cut) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const { summary, content } = await readWhole(bytes);
        const found =
          content.flows.length +
          content.statuses.length +
          content.queries.length +
          content.calls.length +
          content.findings.length;
        expect(summary).toMatchObject({ records: found, rejected: content.rejections.length });
        // One turned bit costs few records: all but the one it hit, and where it hit a bracket or quote its neighbour.
        if (!cut && summary.kind !== "unknown") expect(found).toBeGreaterThanOrEqual(18);
      }),
      { numRuns: 400 },
    );
  });

  it("loses one line to a damaged first bracket", async () => {
    const text = Array.from({ length: 5 }, (_, at) => query(1_700_000_000 + at)).join("\n");
    const { summary } = await readWhole(`[${text.slice(1)}`);
    expect(summary).toMatchObject({ kind: "dns", records: 4 });
  });

  it("gives records on in batches while it reads, and shares equal contexts among them", async () => {
    const { readLog } = await import("@/lib/formats/read-log");
    let given = 0;
    async function* chunks() {
      for (; given < 200; given += 1)
        yield Buffer.from(`${Array.from({ length: 500 }, (_, at) => flow(1_700_000_000 + at)).join("\n")}\n`);
    }
    const contexts = new Set<unknown>();
    let records = 0;
    let first = 0;
    for await (const batch of readLog(chunks(), { name: "x" })) {
      first ||= given;
      expect(batch.flows.length).toBeLessThan(20_000);
      for (const one of batch.flows) contexts.add(one.context);
      records += batch.flows.length;
    }
    expect(first).toBeLessThan(50);
    expect(records).toBe(100_000);
    expect(contexts.size).toBe(3);
  });
});
