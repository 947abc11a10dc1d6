import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { findParquetText } from "@/lib/formats/parquet/find-parquet-text";
import { bytesOf, makeParquet, readWholeParquet } from "@/lib/formats/parquet/test-parquet";
import { readWhole } from "@/lib/formats/test-log";

const NAMES =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id tcp-flags pkt-srcaddr pkt-dstaddr flow-direction traffic-path encryption-status".split(
    " ",
  );
const NUMBERS = new Map([
  ...["version", "srcport", "dstport", "protocol", "tcp-flags", "traffic-path", "encryption-status"].map(
    (name) => [name, "INTEGER"] as const,
  ),
  ...["packets", "bytes", "start", "end"].map((name) => [name, "BIGINT"] as const),
]);
const LINES = [
  "5 012345678901 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 40000 443 6 10 840 1700000000 1700000060 ACCEPT OK vpc-0a 19 10.0.1.5 198.51.100.7 egress 8 1",
  "5 012345678901 eni-0123456789abcdef0 2001:db8::1 2001:db8::2 0 0 58 1 9007199254740991 1700000000 1700000060 REJECT OK vpc-0a - - - ingress - -",
  "5 012345678901 eni-0123456789abcdef0 - - - - - - - 1700000060 1700000120 - NODATA vpc-0a - - - - - -",
  "5 012345678901 eni-0123456789abcdef0 - - - - - - - 1700000120000 1700000180000 - SKIPDATA vpc-0a - - - - - -",
];

/** The same rows as AWS writes them: its column names, its types, nothing where the text has `-`. */
function flowQuery(lines: readonly string[], names = NAMES): string {
  const rows = lines.map((line) => {
    const cells = line.split(" ").map((cell, at) => {
      const type = NUMBERS.get(names[at] ?? "");
      if (type) return cell === "-" ? `NULL::${type}` : `${cell}::${type}`;
      // Both are seen where a text has no value.
      return cell === "-" && at % 2 === 0 ? "NULL::VARCHAR" : `'${cell}'`;
    });
    return `(${cells.join(", ")})`;
  });
  const columns = names.map((name) => `"${name.replaceAll("-", "_")}"`).join(", ");
  return `SELECT * FROM (VALUES ${rows.join(", ")}) AS t (${columns})`;
}

const MANY = `SELECT 2::INTEGER AS version, '012345678901' AS account_id, 'eni-0123456789abcdef0' AS interface_id,
  '10.0.0.' || (i % 250) AS srcaddr, '198.51.100.7' AS dstaddr, (i % 60000)::INTEGER AS srcport, 443::INTEGER AS dstport,
  6::INTEGER AS protocol, 1::BIGINT AS packets, i::BIGINT AS bytes, (1700000000 + i)::BIGINT AS "start",
  (1700000060 + i)::BIGINT AS "end", 'ACCEPT' AS action, 'OK' AS log_status FROM range(10000) t(i)`;

describe("flow logs in Parquet", () => {
  it.each([
    "CODEC 'gzip'",
    "CODEC 'snappy'",
    "CODEC 'zstd'",
    "CODEC 'uncompressed'",
    "CODEC 'gzip', PARQUET_VERSION v2",
  ])("with %s read as the same log in text does", async (options) => {
    const parquet = await readWholeParquet(await makeParquet(flowQuery(LINES), options));
    const text = await readWhole([NAMES.join(" "), ...LINES].join("\n"));
    expect(parquet.content.flows).toEqual(text.content.flows);
    expect(parquet.content.statuses).toEqual(text.content.statuses);
    expect(parquet.summary).toEqual({ ...text.summary, headers: 0 });
    expect(parquet.summary).toMatchObject({ kind: "vpc-flow", records: 4, rejected: 0 });
  });

  it("are numbered by row over many row groups", async () => {
    const { summary, content } = await readWholeParquet(await makeParquet(MANY, "ROW_GROUP_SIZE 2048"));
    expect(summary).toMatchObject({ records: 10_000, rejected: 0 });
    expect(content.flows.every(({ record, bytes }) => record === (bytes ?? 0) + 1)).toBe(true);
  });

  it.each(["CODEC 'gzip'", "CODEC 'gzip', PARQUET_VERSION v2"])("may lack values anywhere (%s)", async (options) => {
    const gaps = MANY.replace("'ACCEPT' AS action", "CASE WHEN i % 3 = 0 THEN NULL ELSE 'ACCEPT' END AS action")
      .replace("(i % 60000)::INTEGER AS srcport", "CASE WHEN i % 7 < 3 THEN NULL ELSE (i % 5)::INTEGER END AS srcport")
      .replace("1::BIGINT AS packets", "NULL::BIGINT AS packets");
    const { summary, content } = await readWholeParquet(await makeParquet(gaps, options));
    expect(summary).toMatchObject({ records: 10_000, rejected: 0 });
    const count = (of: (flow: (typeof content.flows)[number]) => unknown) =>
      content.flows.filter((flow) => of(flow) === null).length;
    expect([
      count(({ action }) => action),
      count(({ sourcePort }) => sourcePort),
      count(({ packets }) => packets),
    ]).toEqual([3334, 4287, 10_000]);
  });

  it("reject a row that says what cannot be, with its number and the row", async () => {
    const wrong = (LINES[0] ?? "").replace(" 443 ", " 99999 ");
    const { summary, content } = await readWholeParquet(
      await makeParquet(flowQuery([LINES[0] ?? "", wrong, LINES[1] ?? ""])),
    );
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.rejections).toMatchObject([
      {
        record: 2,
        reason: 'dstport "99999" is not a port from 0 to 65535',
        text: expect.stringContaining('"dstport":99999'),
      },
    ]);
  });

  it("take account and region from folders where no column has them, and no time", async () => {
    const folder =
      "AWSLogs/aws-account-id=999999999999/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2023/month=11/day=15/hour=07/";
    const names = NAMES.filter((name) => name !== "account-id");
    const line = (LINES[0] ?? "").replace("012345678901 ", "");
    const bare = await readWholeParquet(await makeParquet(flowQuery([line], names)), `${folder}a.log.parquet`);
    expect(bare.content.flows[0]).toMatchObject({
      startMs: 1_700_000_000_000,
      context: { accountId: "999999999999", region: "eu-west-1" },
    });
    const own = await readWholeParquet(await makeParquet(flowQuery(LINES)), `${folder}a.log.parquet`);
    expect(own.content.flows[0]?.context).toMatchObject({ accountId: "012345678901", region: "eu-west-1" });
    const timeless = NAMES.filter((name) => name !== "start" && name !== "end");
    const cells = (LINES[0] ?? "").split(" ").filter((_, at) => NAMES[at] !== "start" && NAMES[at] !== "end");
    const none = await readWholeParquet(
      await makeParquet(flowQuery([cells.join(" ")], timeless)),
      `${folder}a.parquet`,
    );
    expect(none.summary).toMatchObject({
      kind: "unknown",
      records: 0,
      reason: expect.stringMatching(/without a time/),
    });
  });

  it("give the row behind a record as JSON", async () => {
    const bytes = bytesOf(await makeParquet(MANY, "ROW_GROUP_SIZE 2048"));
    const texts = await findParquetText(bytes, 4095, 4098);
    expect([...texts.keys()]).toEqual([4095, 4096, 4097, 4098]);
    expect(JSON.parse(texts.get(4097)?.text ?? "")).toMatchObject({ bytes: 4096, srcaddr: "10.0.0.96", version: 2 });
  });
});

describe("Parquet of other things", () => {
  it("is read where its columns are those of a record", async () => {
    const { summary, content } = await readWholeParquet(
      await makeParquet(`SELECT '2023-11-14T22:13:20Z' AS query_timestamp, 'Example.com.' AS query_name, 'A' AS query_type,
        'NOERROR' AS rcode, '10.0.1.5' AS srcaddr, '5353' AS srcport, 'UDP' AS transport,
        [{'Rdata': '203.0.113.5', 'Type': 'A', 'Class': 'IN'}] AS answers, {'instance': 'i-0123456789abcdef0'} AS srcids`),
    );
    expect(summary).toMatchObject({ kind: "dns", records: 1 });
    expect(content.queries[0]).toMatchObject({
      name: "example.com",
      resolvedIps: ["203.0.113.5"],
      asker: { instanceId: "i-0123456789abcdef0" },
    });
  });

  it.each([["another table", "SELECT 1 AS a, 'x' AS b", /no log that is known/]])(
    "is named when it is %s",
    async (_name, query, reason) => {
      const { summary } = await readWholeParquet(await makeParquet(query));
      expect(summary).toMatchObject({
        kind: "unknown",
        records: 0,
        rejected: 0,
        reason: expect.stringMatching(reason),
      });
    },
  );
});

describe("damaged Parquet", () => {
  let whole: Uint8Array;
  beforeAll(async () => {
    whole = await makeParquet(MANY, "ROW_GROUP_SIZE 2048");
  });

  it.each([
    ["cut off", (bytes: Uint8Array) => bytes.subarray(0, 9000)],
    ["all but empty", () => Buffer.from("PAR1PAR1")],
    [
      "of a footer that is too large",
      (bytes: Uint8Array) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt32LE(0x7fffffff, changed.length - 8);
        return changed;
      },
    ],
  ])("that is %s says so", async (_name, change) => {
    const { summary } = await readWholeParquet(change(whole));
    expect(summary).toMatchObject({
      kind: "unknown",
      records: 0,
      reason: expect.stringMatching(/^Parquet file that cannot be read: /),
    });
  });

  it("loses the rows of the group that is damaged, counts them, and keeps the numbers of the others", async () => {
    const bytes = Buffer.from(whole);
    bytes.fill(0xff, 4, 200);
    const { summary, content } = await readWholeParquet(bytes);
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 10_000 - 2048, rejected: 2048 });
    expect(content.rejections).toMatchObject([
      { record: 1, reason: expect.stringMatching(/^rows 1 to 2048 cannot be read: /) },
    ]);
    expect(content.flows[0]?.record).toBe(2049);
  });

  it("accounts for every row, throws nothing and ends, whatever bytes are changed", async () => {
    const small = await makeParquet(flowQuery([...LINES, ...LINES, ...LINES]), "CODEC 'snappy'");
    const changes = fc.array(fc.tuple(fc.nat(small.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const bytes = Buffer.from(small);
        for (const [at, to] of changed) bytes[at] = to;
        const { summary, content } = await readWholeParquet(bytes);
        expect(summary.records).toBe(content.flows.length + content.statuses.length);
      }),
      { numRuns: 200 },
    );
  });

  it("passes on what went wrong with the disk", async () => {
    const gone = { byteLength: whole.length, slice: () => Promise.reject(new Error("EIO")) };
    await expect(findParquetText(gone, 1, 1)).rejects.toThrow("EIO");
  });
});
