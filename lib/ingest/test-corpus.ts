import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

const START = Date.UTC(2025, 2, 4) / 1000;
const HEADER =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

export interface FlowLine {
  minute: number;
  seconds?: number;
  port?: number;
  bytes?: number;
  action?: string;
  extra?: string;
  interfaceId?: string;
}

/** One line of the default format, between one instance's address and one far side. */
export function flowLine(line: FlowLine): string {
  const start = START + line.minute * 60;
  const { seconds = 60, port = 40_000, bytes = 1000, action = "ACCEPT", extra = "" } = line;
  const interfaceId = line.interfaceId ?? "eni-0a1b2c3d4e5f60001";
  return (
    `2 123456789012 ${interfaceId} 10.0.0.5 198.51.100.7 ${port} 443 6 10 ${bytes} ${start} ${start + seconds} ` +
    `${action} OK${extra}`
  );
}

export function flowLog(lines: readonly FlowLine[], extraColumns = ""): string {
  return `${[HEADER + extraColumns, ...lines.map(flowLine)].join("\n")}\n`;
}

function queryLine(second: number, name: string): string {
  return JSON.stringify({
    version: "1.100000",
    account_id: "123456789012",
    region: "eu-central-1",
    vpc_id: "vpc-0a1b2c3d4e5f60001",
    query_timestamp: new Date((START + second) * 1000).toISOString().replace(/\.\d+Z$/, "Z"),
    query_name: `${name}.`,
    query_type: "A",
    query_class: "IN",
    rcode: "NOERROR",
    answers: [{ Rdata: "198.51.100.7", Type: "A", Class: "IN" }],
    srcaddr: "10.0.0.5",
    srcport: "51000",
    transport: "UDP",
    srcids: { instance: "i-0a1b2c3d4e5f60001" },
  });
}

function event(id: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: "1.08",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLEEXAMPLEAAA:i-0a1b2c3d4e5f60001",
      arn: "arn:aws:sts::123456789012:assumed-role/app/i-0a1b2c3d4e5f60001",
      accountId: "123456789012",
      accessKeyId: "ASIAEXAMPLEEXAMPLE01",
    },
    eventTime: new Date((START + id) * 1000).toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: "s3.amazonaws.com",
    eventName: "ListBuckets",
    awsRegion: "eu-central-1",
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-cli",
    eventID: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
    eventType: "AwsApiCall",
    eventCategory: "Management",
    recipientAccountId: "123456789012",
    ...more,
  };
}

const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ minute: from + i }));

/**
 * A small corpus where loading can go wrong: the same records in two files, the same bytes under two names, a second
 * format with more columns, a second log with a longer interval, repeated lines, broken lines, gzip, twins and addenda.
 */
export function corpus(): Record<string, string | Buffer> {
  const early = flowLog(minutes(0, 30));
  return {
    "flow/early.log": early,
    "flow/early-again.log": early,
    "flow/late.log.gz": gzipSync(flowLog(minutes(20, 50))),
    "flow/twice.log": flowLog([{ minute: 60 }, { minute: 60 }, { minute: 61, action: "REJECT" }]),
    "flow/fl-0a1b2c3d4e5f60002-rich.log": flowLog(
      minutes(10, 40).map((line) => ({ ...line, extra: " 18 egress i-0a1b2c3d4e5f60001" })),
      " tcp-flags flow-direction instance-id",
    ),
    "flow/fl-0a1b2c3d4e5f60003-long.log": flowLog([
      { minute: 0, seconds: 600, bytes: 9000 },
      { minute: 30, seconds: 600, bytes: 99_000 },
    ]),
    "flow/broken.log": `${flowLog([{ minute: 70 }])}this is no record\n\n${flowLine({ minute: 71 })}\n`,
    "dns/a.jsonl": `${[1, 2, 3].map((n) => queryLine(n, `n${n}.example.com`)).join("\n")}\n`,
    "dns/b.jsonl": `${[3, 4].map((n) => queryLine(n, `n${n}.example.com`)).join("\n")}\n`,
    "api/a.json": JSON.stringify({ Records: [event(1), event(2), event(3, { sharedEventID: "shared-1" })] }),
    "api/b.json": JSON.stringify({
      Records: [
        event(2),
        event(4, { sharedEventID: "shared-1" }),
        event(5, { addendum: { reason: "UPDATED_DATA", originalEventID: event(1).eventID } }),
      ],
    }),
    "notes.txt": "nothing that is known\n",
  };
}

export async function writeFiles(folder: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
