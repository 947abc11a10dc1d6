import { randomBytes } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { fakeContext } from "@/e2e/aws/fake-context";
import { serveS3 } from "@/e2e/aws/services/s3";
import { s3Source } from "@/lib/sources/s3/s3-source";
import { FLOWS, flowKey, onlyStep, plan, run, s3, serveLogsBucket, TO } from "@/lib/sources/s3/test-logs-bucket";

serveLogsBucket();

describe("a plan", () => {
  it("finds each log by looking at the folders, and counts what may hold something of the window", async () => {
    const keys = {
      flow: flowKey(23),
      early: flowKey(1),
      late: flowKey(40),
      hive: "x/AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=02/day=16/hour=01/1_vpcflowlogs_us-east-1_fl-1_20260216T0105Z_aa.log.parquet",
      organisation:
        "AWSLogs/o-abc/444455556666/CloudTrail/eu-west-1/2026/02/16/4_CloudTrail_eu-west-1_20260216T0005Z_ab.json.gz",
      config:
        "AWSLogs/111122223333/Config/eu-west-1/2026/2/15/ConfigSnapshot/1_Config_eu-west-1_ConfigSnapshot_20260215T010000Z_u.json.gz",
      lake: "aws/ROUTE53/2.0/region=eu-west-1/accountId=111122223333/eventDay=20260216/0b1c.gz.parquet",
      balancer: "AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/02/16/x_20260216T0005Z_y.log",
      firehose: "firehose/2026/02/16/00/part-1.gz",
      plain: "exported/000000.gz",
    };
    for (const key of Object.values(keys)) s3.bucket.put(key, Buffer.from("12345"), { writtenMs: TO });
    const steps = await plan();
    expect(steps.map(({ title, estimate }) => [title.replace(/, from .*/, ""), estimate.files]).sort()).toEqual([
      ["CloudTrail of 444455556666 in eu-west-1", 1],
      ["Config snapshots and history of 111122223333 in eu-west-1", 1],
      ["Flow logs of 111122223333 in eu-west-1", 1],
      ["Flow logs of 111122223333 in us-east-1", 1],
      ["Objects", 1],
      ["Objects", 1],
      ["Security Lake, resolver query logs of 111122223333 in eu-west-1", 1],
    ]);
    const read = (await Promise.all(steps.map((step) => run(step)))).flatMap((got) => got.keys);
    const { early: _early, late: _late, balancer: _balancer, ...wanted } = keys;
    expect(read.sort()).toEqual(Object.values(wanted).sort());
  });

  it("lists the folders of the window's days and nothing else of a log", async () => {
    for (let hour = -24 * 40; hour < 24 * 40; hour += 6)
      s3.bucket.put(flowKey(hour), Buffer.from("1"), { writtenMs: TO });
    const step = await onlyStep();
    // From 2 hours before the window to 6 hours after it.
    const wanted = ["2026/02/15/", "2026/02/16/"].map((day) => FLOWS + day);
    const prefixes = () =>
      s3.aws.calls.flatMap(({ operation, input }) => (operation === "ListObjectsV2" ? [input] : [])) as {
        Prefix?: string;
        Delimiter?: string;
      }[];
    // The plan looks from folder to folder, and at no key beside those days'.
    for (const { Prefix = "", Delimiter } of prefixes())
      if (Delimiter === undefined) expect(wanted).toContain(Prefix);
      else expect(Prefix === "" || FLOWS.startsWith(Prefix) || Prefix.startsWith(FLOWS)).toBe(true);
    s3.aws.calls.length = 0;
    const { keys } = await run(step);
    expect(keys).toEqual([flowKey(24), flowKey(30)]);
    expect([...new Set(prefixes().map(({ Prefix }) => Prefix))]).toEqual(wanted);
  });

  it("takes the day that a prefix names, and a prefix that ends within a name", async () => {
    s3.bucket.put(flowKey(23), Buffer.from("a"), { writtenMs: TO });
    s3.bucket.put(flowKey(24), Buffer.from("b"), { writtenMs: TO });
    expect((await run(await onlyStep({ prefix: `${FLOWS}2026/02/16/` }))).keys).toEqual([flowKey(24)]);
    expect((await run(await onlyStep({ prefix: FLOWS.slice(0, -4) }))).keys).toEqual([flowKey(23), flowKey(24)]);
    expect((await run(await onlyStep({ prefix: `${FLOWS}20` }))).keys).toEqual([flowKey(23), flowKey(24)]);
  });

  it("is made in the place's own account and region alone, and says what is missing", async () => {
    s3.bucket.put(flowKey(23), Buffer.from("a"));
    expect(await plan({ region: "us-east-1" })).toEqual([]);
    s3.aws.deny(["s3:ListBucket"]);
    await expect(plan()).rejects.toThrow(/s3:ListBucket is missing.*s3:\/\/logs\//);
    s3.aws.allow(["s3:ListBucket"]);
    await expect(plan({ bucket: "elsewhere" })).rejects.toMatchObject({ kind: "not-found" });
  });

  it("goes to the region where the bucket lies, and pays where the reader pays", async () => {
    s3.bucket.region = "ap-southeast-2";
    s3.bucket.requesterPays = true;
    s3.bucket.put(flowKey(23), Buffer.from("far"), { writtenMs: TO });
    await expect(plan()).rejects.toMatchObject({ kind: "denied" });
    const got = await run(await onlyStep({ requesterPays: true }));
    expect(got.bytes.get(flowKey(23))?.toString()).toBe("far");
    expect(s3.aws.calls.at(-1)).toMatchObject({ region: "ap-southeast-2", input: { RequestPayer: "requester" } });
  });
});

describe("100,000 keys", () => {
  const many = 100_000;
  const at = (n: number) => `${flowKey(23, `${n}`.padStart(6, "0"))}`;

  it("stream: no more than two pages are asked for before they are wanted", async () => {
    s3.bucket.put(at(0), Buffer.alloc(0), { writtenMs: TO });
    const step = await onlyStep();
    for (let n = 0; n < many; n += 1) s3.bucket.put(at(n), Buffer.alloc(0), { etag: '"e"', writtenMs: TO });
    const listed = () => s3.aws.calls.filter(({ operation }) => operation === "ListObjectsV2").length;
    const before = listed();
    let asked = 0;
    let most = 0;
    const isKnown = async () => {
      most = Math.max(most, listed() - before - Math.floor(asked / 1000));
      asked += 1;
      return true;
    };
    for await (const _ of s3Source.run(step, null, { ...s3.context, isKnown }))
      throw new Error("what is known is not read");
    expect(asked).toBe(many);
    expect(most).toBeLessThanOrEqual(2);
    expect(s3.aws.calls.some(({ operation }) => operation === "GetObject")).toBe(false);
  }, 60_000);
});

describe("objects", () => {
  it("come byte for byte in the order of their keys, whatever their names and sizes", async () => {
    const folder = `${FLOWS}2026/02/16/`;
    const names = ["../up", "a b+c", "a%2Fb", "ü/ß", "line\nend", "x?y#z&<", "empty", `long${"o".repeat(800)}`];
    for (const name of names) s3.bucket.put(folder + name, randomBytes(name === "empty" ? 0 : 1000), { writtenMs: TO });
    s3.bucket.put(`${folder}zlarge`, randomBytes(20_000_000), { writtenMs: TO });
    s3.bucket.put(`${folder}zfolder/`, Buffer.alloc(0), { writtenMs: TO });
    const got = await run(await onlyStep({ prefix: FLOWS }));
    expect(got.keys).toEqual(
      [...names.map((name) => folder + name), `${folder}zlarge`].sort((a, b) =>
        Buffer.compare(Buffer.from(a), Buffer.from(b)),
      ),
    );
    for (const [key, bytes] of got.bytes)
      expect(bytes.equals(s3.bucket.objects.get(key)?.bytes ?? Buffer.of(1))).toBe(true);
    const ranges = s3.aws.calls.flatMap(({ input }) => (typeof input.Range === "string" ? [input.Range] : []));
    expect(ranges).toEqual(["bytes=0-8388607", "bytes=8388608-16777215", "bytes=16777216-19999999"]);
  });

  it("that are large come in parts that are asked for while others are still open", async () => {
    const bytes = randomBytes(30_000_000);
    s3.bucket.put(flowKey(23), bytes, { writtenMs: TO });
    const step = await onlyStep({ prefix: FLOWS });
    const asked: string[] = [];
    s3.aws.on("s3", "GetObject", async ({ input: { Range = "" } }) => {
      asked.push(Range);
      const [from = 0, to = 0] = Range.slice("bytes=".length).split("-").map(Number);
      // The first part says that the object is there; no other is answered before all are asked for.
      if (from > 0) await vi.waitUntil(() => asked.length === 4, { timeout: 10_000 });
      return { ContentRange: `bytes ${from}-${to}/${bytes.length}`, Body: bytes.subarray(from, to + 1) };
    });
    const got = await run(step);
    s3.buckets = serveS3(s3.aws);
    expect(got.bytes.get(flowKey(23))?.equals(bytes)).toBe(true);
    expect(asked).toHaveLength(4);
  });

  it("go on from a cursor: nothing twice and nothing missing, wherever it stopped", async () => {
    const keys = Array.from({ length: 30 }, (_, n) => flowKey(20 + Math.floor(n / 4), `${n}`));
    for (const key of keys) s3.bucket.put(key, Buffer.from(key), { writtenMs: TO });
    const step = await onlyStep({ prefix: FLOWS });
    const whole = (await run(step)).keys;
    for (const most of [1, 7, 16, 29]) {
      const first = await run(step, { most });
      const rest = await run(step, { cursor: JSON.parse(JSON.stringify(first.cursor)) });
      expect([...first.keys, ...rest.keys]).toEqual(whole);
    }
  });

  it("are not asked for again in the state that the case has had", async () => {
    s3.bucket.put(flowKey(23), Buffer.from("one"), { writtenMs: TO });
    s3.bucket.put(flowKey(24), Buffer.from("two"), { writtenMs: TO });
    const step = await onlyStep({ prefix: FLOWS });
    const had = new Set((await run(step)).items.flatMap((item) => (item.kind === "object" ? [item.identity] : [])));
    s3.bucket.put(flowKey(24), Buffer.from("new"), { writtenMs: TO });
    s3.context = fakeContext(s3.aws, { isKnown: async (identity) => had.has(identity) });
    expect((await run(step)).keys).toEqual([flowKey(24)]);
  });

  it("are given from any byte on, for whoever goes on with half a file", async () => {
    const bytes = randomBytes(9_000_000);
    s3.bucket.put(flowKey(23), bytes, { writtenMs: TO });
    for await (const item of s3Source.run(await onlyStep({ prefix: FLOWS }), null, s3.context)) {
      if (item.kind !== "object") continue;
      for (const from of [5, 8_500_000, 9_000_000]) {
        const rest: Buffer[] = [];
        for await (const piece of await item.open(from, s3.context.signal)) rest.push(piece as Buffer);
        expect(Buffer.concat(rest).equals(bytes.subarray(from))).toBe(true);
      }
    }
  });

  it("give the signature that lies beside a digest as the answer that told it", async () => {
    const key =
      "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/02/16/1_CloudTrail-Digest_eu-west-1_t_eu-west-1_20260216T003000Z.json.gz";
    s3.bucket.put(key, Buffer.from("{}"), {
      writtenMs: TO,
      metadata: { signature: "abcd", "signature-algorithm": "SHA256withRSA" },
    });
    const { items } = await run(await onlyStep());
    expect(items.map(({ kind }) => kind)).toEqual(["answer", "object"]);
    expect(items[0]).toMatchObject({
      operation: "GetObject",
      answer: { Key: key, Metadata: { signature: "abcd" } },
      cursor: null,
    });
  });
});
