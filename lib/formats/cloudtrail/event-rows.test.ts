import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStructText } from "@/lib/formats/cloudtrail/struct-text";
import { findRecordText } from "@/lib/formats/find-record-text";
import { readWhole } from "@/lib/formats/test-log";

const INSTANCE = "i-0123456789abcdef0";
const EVENT = {
  eventVersion: "1.11",
  userIdentity: {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE:${INSTANCE}`,
    arn: `arn:aws:sts::123456789012:assumed-role/web/${INSTANCE}`,
    accountId: "123456789012",
    accessKeyId: "ASIAEXAMPLE",
    sessionContext: {
      attributes: { creationDate: "2023-11-14T22:00:00Z", mfaAuthenticated: "false" },
      sessionIssuer: { type: "Role", arn: "arn:aws:iam::123456789012:role/web" },
      ec2RoleDelivery: "2.0",
    },
  },
  eventTime: "2023-11-14T22:13:20Z",
  eventSource: "sts.amazonaws.com",
  eventName: "AssumeRole",
  awsRegion: "us-east-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli, with a comma",
  requestParameters: { roleArn: "arn:aws:iam::123456789012:role/next", roleSessionName: "me" },
  responseElements: { credentials: { accessKeyId: "ASIANEXT" } },
  requestID: "r-1",
  eventID: "e-1",
  readOnly: true,
  eventType: "AwsApiCall",
  managementEvent: true,
  recipientAccountId: "123456789012",
  eventCategory: "Management",
};

/** As Athena and Lake print a value: structs without quotes. */
function struct(value: unknown, nameOf: (name: string) => string): string {
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${nameOf(name)}=${struct(member, nameOf)}`);
  return `{${members.join(", ")}}`;
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const csv = (rows: string[][]) => rows.map((row) => row.map(quoted).join(",")).join("\n");
const lower = (name: string) => name.toLowerCase();
const cells = (nameOf: (name: string) => string, isText: (name: string) => boolean, time = EVENT.eventTime) =>
  Object.entries(EVENT).map(([name, value]) => {
    if (name === "eventTime") return time;
    return isText(name) ? JSON.stringify(value) : struct(value, nameOf);
  });

const ATHENA = csv([
  Object.keys(EVENT).map(lower),
  cells(lower, (name) => name === "requestParameters" || name === "responseElements"),
]);
const LAKE_CELLS = cells(lower, () => false, "2023-11-14 22:13:20.000");
const LAKE = csv([Object.keys(EVENT), LAKE_CELLS]);
const LAKE_ROW = Object.keys(EVENT).map((name, index) => ({ [name]: LAKE_CELLS[index] }));
const lakeApi = (space?: number) =>
  JSON.stringify({ QueryStatus: "FINISHED", QueryResultRows: [LAKE_ROW], NextToken: "x" }, null, space);
const INSIGHTS = csv([
  [
    "@timestamp",
    "eventName",
    "eventSource",
    "eventID",
    "userIdentity.arn",
    "userIdentity.sessionContext.ec2RoleDelivery",
  ],
  ["2023-11-14 22:13:20.000", "AssumeRole", "sts.amazonaws.com", "e-1", EVENT.userIdentity.arn, "2.0"],
]);

describe("CloudTrail out of tables", () => {
  it.each([
    ["Athena's CSV", ATHENA],
    ["CloudTrail Lake's CSV", LAKE],
    ["Lake's GetQueryResults, over lines", lakeApi(2)],
    ["Lake's GetQueryResults, on one line", `${lakeApi()}\n`],
  ])("reads %s like the event itself", async (_name, text) => {
    const { content: plain } = await readWhole(JSON.stringify({ Records: [EVENT] }));
    const { summary, content } = await readWhole(text);
    expect(summary).toMatchObject({ kind: "cloudtrail", records: 1, rejected: 0, reason: null });
    const [call, own] = [content.calls[0], plain.calls[0]];
    expect({ ...call, fieldHashes: null }).toEqual({ ...own, fieldHashes: null });
    // What both copies carry is equal, so that they count once.
    for (const [name, hash] of Object.entries(call?.fieldHashes ?? {})) expect(own?.fieldHashes[name], name).toBe(hash);
    expect(Object.keys(call?.fieldHashes ?? {}).length).toBeGreaterThan(7);
  });

  it("reads columns of Logs Insights by their paths, with the event's time", async () => {
    const { summary, content } = await readWhole(INSIGHTS);
    expect(summary).toMatchObject({ kind: "cloudtrail", records: 1, firstEventMs: 1_700_000_000_000 });
    expect(content.calls[0]).toMatchObject({
      principal: { arn: EVENT.userIdentity.arn, ec2RoleDelivery: "2.0" },
      eventId: "e-1",
    });
  });

  it("reads the console's download, whose columns have words for names", async () => {
    const rows = [
      [
        "User name",
        "AWS access key",
        "Event time",
        "Event source",
        "Event name",
        "AWS region",
        "Source IP address",
        "Read-only",
      ],
      [
        "someone",
        "AKIAEXAMPLE",
        "2023-11-14T22:13:20Z",
        "s3.amazonaws.com",
        "ListBuckets",
        "us-east-1",
        "198.51.100.7",
        "true",
      ],
      [
        "someone",
        "AKIAEXAMPLE",
        "2023-11-14T22:13:21Z",
        "s3.amazonaws.com",
        "ListBuckets",
        "us-east-1",
        "198.51.100.7",
        "true",
      ],
    ];
    const { summary, content } = await readWhole(`\uFEFF${csv(rows)}`);
    expect(summary).toMatchObject({ kind: "cloudtrail", records: 2, rejected: 0 });
    expect(summary.reason).toMatch(/no event ids/);
    expect(content.calls[0]).toMatchObject({
      principal: { userName: "someone", accessKeyId: "AKIAEXAMPLE" },
      ...{ sourceIp: "198.51.100.7", readOnly: true, region: "us-east-1" },
    });
    expect(content.calls[0]?.eventId).not.toBe(content.calls[1]?.eventId);
  });

  it("takes members of the caller that have columns of their own", async () => {
    const { content } = await readWhole(
      csv([
        ["eventtime", "eventname", "eventsource", "type", "principalid", "errorcode"],
        ["2023-11-14T22:13:20Z", "GetObject", "s3.amazonaws.com", "AssumedRole", `AROA:${INSTANCE}`, "null"],
      ]),
    );
    expect(content.calls[0]).toMatchObject({
      principal: { type: "AssumedRole", sessionName: INSTANCE },
      errorCode: null,
    });
  });

  it("keeps Insights and aggregated events apart, as ever", async () => {
    const rows = [
      ["eventTime", "eventName", "eventSource", "eventID", "eventCategory"],
      ["2023-11-14T22:13:20Z", "x", "s3.amazonaws.com", "e-1", "Insight"],
      ["2023-11-14T22:13:20Z", "x", "s3.amazonaws.com", "e-2", "Aggregated"],
    ];
    const { content } = await readWhole(csv(rows));
    expect(content.calls.map(({ category }) => category)).toEqual(["insight", "aggregated"]);
  });

  it("rejects a row without a time, with its number, and reads on", async () => {
    const header = Object.keys(EVENT).map(lower);
    const row = LAKE_CELLS;
    const broken = row.map((cell, index) => (header[index] === "eventtime" ? "soon" : cell));
    const { summary, content } = await readWhole(csv([header, row, broken, row.slice(1), row]));
    expect(summary).toMatchObject({ records: 2, rejected: 2, headers: 1 });
    expect(content.rejections).toMatchObject([
      { record: 2, reason: 'eventTime "soon" is not a time' },
      { record: 3, reason: expect.stringMatching(/values for/) },
    ]);
  });

  it("gives the same however the file is cut, and each row's own text back", async () => {
    const text = csv([Object.keys(EVENT), LAKE_CELLS, LAKE_CELLS.map((cell) => cell.replace("e-1", "e-2\nnext"))]);
    const whole = await readWhole(text);
    expect(whole.summary.records).toBe(2);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 8 }), async (cuts) => {
        expect(await readWhole(text, { cuts })).toEqual(whole);
      }),
      { numRuns: 30 },
    );
    const bytes = (async function* () {
      yield new TextEncoder().encode(text);
    })();
    const found = await findRecordText(bytes, 2, 2);
    expect(found.get(2)).toEqual({ text: text.slice(text.lastIndexOf('"1.11"')), asWritten: true });
  });

  it("reads what Logstash wrote, its time under another name", async () => {
    const { eventTime, ...rest } = EVENT;
    const { summary, content } = await readWhole(JSON.stringify({ "@timestamp": "2023-11-14T22:13:20.000Z", ...rest }));
    expect(summary).toMatchObject({ kind: "cloudtrail", records: 1, firstEventMs: Date.parse(eventTime) });
    expect(content.calls[0]?.principal.accessKeyId).toBe("ASIAEXAMPLE");
  });
});

describe("a struct's text", () => {
  it.each([
    ["{a=1, b={c=x, d=null}, e=[{f=1}, {f=2}]}", { a: "1", b: { c: "x" }, e: [{ f: "1" }, { f: "2" }] }],
    ["{arn=arn:aws:iam::1:user/a=b,c, type=IAMUser}", { arn: "arn:aws:iam::1:user/a=b,c", type: "IAMUser" }],
    ['{policy={"Version":"2012-10-17"}, x=}', { policy: { Version: "2012-10-17" } }],
    ['{"a": [1, 2]}', { a: [1, 2] }],
    ["{}", {}],
    ["[]", []],
    ["null", null],
    ["", null],
    ["plain, text=1", "plain, text=1"],
    ["{never closed", "{never closed"],
    ["{__proto__=x}", { ["__proto__"]: "x" }],
  ])("%s", (text, value) => {
    expect(JSON.stringify(readStructText(text))).toBe(JSON.stringify(value));
  });

  it("never fails, whatever it holds, and ends on deep nesting", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("{", "}", "[", "]", ",", " ", "=", "a", '"') }), (text) => {
        expect(() => readStructText(text)).not.toThrow();
      }),
    );
    expect(() => readStructText(`${"{a=".repeat(100_000)}1${"}".repeat(100_000)}`)).not.toThrow();
  });
});
