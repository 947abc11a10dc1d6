import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { findRecordText } from "@/lib/formats/find-record-text";
import { TextReader } from "@/lib/formats/framing/decode-text";
import { HEAD_CHARACTERS } from "@/lib/formats/read-log";
import { readWhole } from "@/lib/formats/test-log";

async function* chunksOf(content: string | Uint8Array, length = 1000): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

const HEADER =
  "version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
const flowLine = (n: number) =>
  `2 eni-1 10.0.0.${n % 200} 198.51.100.7 ${1000 + n} 443 6 ${n} ${n * 40} 1700000000 1700000060 ACCEPT OK`;
const query = (n: number) => ({
  ...{ version: "1.1", account_id: "123456789012", region: "eu-west-1", vpc_id: "vpc-1" },
  ...{ query_timestamp: "2026-02-16T22:57:38Z", query_name: `n${n}.example.`, query_type: "A", query_class: "IN" },
  ...{ rcode: "NOERROR", answers: [], srcaddr: "10.0.0.1", srcport: "5353", transport: "UDP", srcids: {} },
});
const call = (n: number) => ({
  ...{ eventVersion: "1.11", userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" } },
  ...{ eventTime: "2026-02-16T22:57:38Z", eventSource: "sts.amazonaws.com", eventName: `Call${n}` },
  ...{
    awsRegion: "eu-west-1",
    sourceIPAddress: "\u202e</script>",
    eventID: `id-${n}`,
    requestParameters: { é: '\\"' },
  },
});
const finding = (n: number) => ({
  ...{ schemaVersion: "2.0", accountId: "123456789012", region: "eu-west-1", id: `f${n}`, type: "Backdoor:EC2/C" },
  ...{ createdAt: "2026-02-16T22:57:38Z", resource: {}, service: {}, severity: 8 },
});

/** Files of every kind that is read, of so many records, with what is no record among them. */
const FILES: [string, (numbers: number[]) => string, alone?: (record: string) => string][] = [
  [
    "a flow log",
    (ns) => [HEADER, ...ns.flatMap((n) => (n % 5 ? [flowLine(n)] : ["", flowLine(n), "2 eni-1 x"])), ""].join("\n"),
  ],
  [
    "a flow log with CRLF, a mark and a second header",
    (ns) => `\ufeff${[HEADER, ...ns.flatMap((n) => [flowLine(n), HEADER])].join("\r\n")}`,
  ],
  [
    "an export of CloudWatch Logs",
    (ns) => ns.map((n) => `2026-02-16T22:57:38.000Z ${flowLine(n).replace("eni-1", "123456789012 eni-1")}`).join("\n"),
  ],
  ["queries, one a line", (ns) => ns.map((n) => `${JSON.stringify(query(n))}\n${n % 7 ? "" : "{broken\n"}`).join("")],
  ["queries in a list", (ns) => JSON.stringify(ns.map(query), null, 2)],
  [
    "queries in events of CloudWatch Logs",
    (ns) =>
      JSON.stringify({
        messageType: "DATA_MESSAGE",
        logGroup: "g",
        logStream: "s",
        logEvents: ns.map((n) => ({ timestamp: 1_771_282_658_000, message: JSON.stringify(query(n)) })),
      }),
  ],
  ["calls as S3 has them", (ns) => JSON.stringify({ Records: ns.map(call) })],
  ["calls, written at length", (ns) => JSON.stringify({ Records: ns.map(call) }, null, "\t")],
  ["calls in a list", (ns) => JSON.stringify(ns.map(call))],
  ["calls, one a line", (ns) => ns.map((n) => JSON.stringify(call(n))).join("\n")],
  [
    "pages of calls, one a line",
    (ns) => ns.map((n) => JSON.stringify({ Records: [call(n), call(n + 1000)] })).join("\n"),
  ],
  [
    "a flow log saved as CSV",
    (ns) =>
      [CSV_HEADER, ...ns.flatMap((n) => [n % 3 ? quoted(flowLine(n)) : `${quoted(flowLine(n))}\r`, ""]), "1,2"].join(
        "\n",
      ),
    (record) => `${CSV_HEADER}\n${record}`,
  ],
  [
    "messages of Logs Insights, as CSV",
    (ns) =>
      [
        INSIGHTS_HEADER,
        ...ns.map((n) => `"2026-02-16 22:57:38.000","${JSON.stringify(call(n)).replaceAll('"', '""')}"`),
      ].join("\n"),
    (record) => `${INSIGHTS_HEADER}\n${record}`,
  ],
  [
    "results of Logs Insights",
    (ns) =>
      JSON.stringify(
        {
          results: ns.map((n) => [
            { field: "@timestamp", value: "2026-02-16 22:57:38.000" },
            { field: "@message", value: JSON.stringify(query(n)) },
          ]),
        },
        null,
        1,
      ),
    (record) => `{"results":[${record}]}`,
  ],
  [
    "calls out of Athena",
    (ns) =>
      [CALLS_HEADER, ...ns.flatMap((n) => [callCells(n).map(quotedCell).join(","), n % 4 ? "" : "1,2"])].join("\n"),
    (record) => `${CALLS_HEADER}\n${record}`,
  ],
  [
    "calls out of CloudTrail Lake",
    (ns) =>
      JSON.stringify(
        {
          QueryStatus: "FINISHED",
          QueryResultRows: ns.map((n) => callCells(n).map((cell, at) => ({ [CALLS[at] ?? ""]: cell }))),
        },
        null,
        1,
      ),
    (record) => `{"QueryResultRows":[${record}]}`,
  ],
  [
    "findings of Security Hub, several in an event",
    (ns) =>
      ns
        .map((n) => ({
          "detail-type": "Security Hub Findings - Imported",
          detail: { findings: [asff(n), asff(n + 1000), {}] },
        }))
        .map((event) => JSON.stringify(event))
        .join("\n"),
  ],
  ["findings", (ns) => ns.map((n) => JSON.stringify(finding(n))).join("\n")],
];

const CALLS = ["eventTime", "eventName", "eventSource", "eventID", "userIdentity"];
const CALLS_HEADER = CALLS.join(",").toLowerCase();
const callCells = (n: number) => [
  ...["2026-02-16T22:57:38Z", `Call${n}`, "sts.amazonaws.com", `id-${n}`],
  `{type=AssumedRole, principalid=AROA:i-${n}\n"quoted"}`,
];
const quotedCell = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const asff = (n: number) => ({
  ...{ Id: `f${n}`, ProductArn: "arn:aws:securityhub:::product/a/b", CreatedAt: "2026-02-16T22:57:38Z", Title: "é" },
});
const CSV_HEADER = HEADER.replaceAll(" ", ",").replaceAll("-", "_");
const INSIGHTS_HEADER = "@timestamp,@message";
const quoted = (line: string) =>
  line
    .split(" ")
    .map((cell) => `"${cell}"`)
    .join(",");

const withoutNumber = (row: object | undefined) => ({ ...row, record: 0 });

describe("findRecordText", () => {
  it.each(FILES)("gives the very text of each record of %s", async (_, write, wrap) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 }),
        async (ns) => {
          const file = write(ns);
          const { content, summary } = await readWhole(file);
          const records = [...content.flows, ...content.queries, ...content.calls, ...content.findings];
          const units = summary.records + summary.rejected;
          expect(records.length).toBeGreaterThanOrEqual(ns.length);
          const texts = await findRecordText(chunksOf(file), 1, units);
          expect([...texts.keys()].sort((a, b) => a - b)).toEqual(
            records.map(({ record }) => record).sort((a, b) => a - b),
          );
          for (const record of records) {
            const found = texts.get(record.record);
            // A message stands in its envelope as a text of JSON.
            const stands = [found?.text ?? "", JSON.stringify(found?.text).slice(1, -1)];
            if (found?.asWritten) expect(stands.some((text) => file.includes(text))).toBe(true);
            const text = found?.text ?? "";
            const alone = wrap?.(text) ?? (record.kind === "flow" ? `${headerOf(file)}${text}` : text);
            const again = (await readWhole(alone)).content;
            const [read] = [...again.flows, ...again.queries, ...again.calls, ...again.findings];
            expect(withoutNumber(read)).toEqual(withoutNumber(record));
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("reads no further than it must, and finds nothing past the end or in what is no log", async () => {
    let read = 0;
    async function* endless() {
      yield new TextEncoder().encode(`${HEADER}\n`);
      for (; ; read += 1) yield new TextEncoder().encode(`${flowLine(read)}\n`.repeat(1000));
    }
    expect((await findRecordText(endless(), 5, 5)).get(5)?.text).toBe(flowLine(0));
    expect(read).toBeLessThan(50);
    expect((await findRecordText(chunksOf(`${HEADER}\n${flowLine(1)}`), 2, 9)).size).toBe(0);
    expect((await findRecordText(chunksOf("no log at all"), 1, 9)).size).toBe(0);
  });

  it("gives the same text where lines are counted and not read, whatever stands in them", async () => {
    const line = fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 0, max: 999 }).map(flowLine) },
      fc.constantFrom("2 eni-1 x", "é ü 𝄞", `${flowLine(1)}\r`, HEADER, "", "\u2028 x"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 900, maxLength: 1500, size: "max" }),
        fc.integer({ min: 1, max: 1500 }),
        fc.integer({ min: 900, max: 70_000 }),
        async (lines, record, length) => {
          const file = [HEADER, ...lines, "x".repeat(1_100_000), flowLine(1)].join("\n");
          const { blank, headers } = (await readWhole(file)).summary;
          const counted = await findRecordText(chunksOf(file, length), record, record + 2, {
            beside: { blank, headers },
          });
          expect(counted).toEqual(await findRecordText(chunksOf(file, length), record, record + 2));
        },
      ),
      { numRuns: 10 },
    );
  });

  it("counts the lines between headers too, where files were joined", async () => {
    const part = `${[HEADER, ...Array.from({ length: 2000 }, (_, n) => flowLine(n))].join("\n")}\n`;
    const decode = vi.spyOn(TextReader.prototype, "decode");
    const texts = await findRecordText(chunksOf(part.repeat(8), 10_000), 15_999, 16_000, {
      beside: { blank: 0, headers: 8 },
    });
    const decoded = decode.mock.calls.reduce((sum, [bytes]) => sum + bytes.length, 0);
    decode.mockRestore();
    expect([...texts].map(([record, { text }]) => [record, text])).toEqual([
      [15_999, flowLine(1998)],
      [16_000, flowLine(1999)],
    ]);
    // What tells the format, and a few lines more.
    expect(decoded).toBeLessThan(HEAD_CHARACTERS + 40_000);
  });

  it("gives the text of damaged bytes as the loader saw it", async () => {
    const bytes = new TextEncoder().encode(FILES[7]?.[1]([1, 2, 3]));
    bytes[bytes.indexOf(0x31)] = 0xff;
    const { content } = await readWhole(bytes);
    const texts = await findRecordText(chunksOf(bytes, 3), 1, 9);
    for (const { record, eventName } of content.calls) expect(texts.get(record)?.text).toContain(eventName);
    expect(texts.size).toBe(content.calls.length);
  });
});

/** The columns that a line of the file was read by. */
function headerOf(file: string): string {
  return file.includes("interface-id") ? `${HEADER}\n` : "";
}
