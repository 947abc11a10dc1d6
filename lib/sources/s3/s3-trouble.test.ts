import { randomBytes } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { fakeContext } from "@/e2e/aws/fake-context";
import type { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { s3Source } from "@/lib/sources/s3/s3-source";
import { FLOWS, flowKey, gapsOf, onlyStep, run, s3, serveLogsBucket, TO } from "@/lib/sources/s3/test-logs-bucket";

serveLogsBucket();

describe("trouble", () => {
  const fill = (hours: readonly number[], about: Parameters<FakeBucket["put"]>[2] = {}) => {
    for (const hour of hours)
      s3.bucket.put(flowKey(hour), Buffer.from(`of ${hour}`.repeat(100)), { writtenMs: TO, ...about });
  };

  it("of the connection is got over: broken and slow answers, a busy S3", async () => {
    fill([22, 23, 24]);
    s3.bucket.put(flowKey(25), randomBytes(17_000_000), { writtenMs: TO });
    const step = await onlyStep({ prefix: FLOWS });
    s3.aws.befall("s3", "GetObject", "broken", "throttled", "slow", "broken", "refused", "broken", "unavailable");
    s3.aws.befall("s3", "ListObjectsV2", "throttled", "broken");
    const got = await run(step);
    expect(got.keys).toHaveLength(4);
    for (const [key, bytes] of got.bytes)
      expect(bytes.equals(s3.bucket.objects.get(key)?.bytes ?? Buffer.of(1))).toBe(true);
  }, 30_000);

  it("with the sign-in or a right ends the step in words, before anything is marked as done", async () => {
    fill([22, 23]);
    const step = await onlyStep({ prefix: FLOWS });
    s3.aws.deny(["s3:GetObject"]);
    await expect(run(step)).rejects.toMatchObject({
      kind: "denied",
      action: "s3:GetObject",
      message: expect.stringMatching(/s3:GetObject is missing/),
    });
    s3.aws.allow(["s3:GetObject"]);
    s3.aws.befall("s3", "GetObject", "expired", "expired");
    await expect(run(step)).rejects.toMatchObject({ kind: "expired" });
    fill([22, 23], { kms: "denied" });
    await expect(run(step)).rejects.toMatchObject({ kind: "denied", action: "kms:Decrypt" });
    fill([22, 23]);
    expect((await run(step)).keys).toEqual([flowKey(22), flowKey(23)]);
  });

  it("of single objects is a gap with their span, and the others come", async () => {
    fill([22, 23, 24, 25]);
    s3.bucket.put(flowKey(23), Buffer.from("far"), { writtenMs: TO, storageClass: "DEEP_ARCHIVE" });
    s3.bucket.put(flowKey(23, "back"), Buffer.from("back"), { writtenMs: TO, storageClass: "GLACIER", restored: true });
    s3.bucket.put(flowKey(24), Buffer.from("lost key"), { writtenMs: TO, kms: "disabled" });
    s3.bucket.put(flowKey(25), Buffer.from("refused"), { writtenMs: TO, kms: "denied" });
    const got = await run(await onlyStep({ prefix: FLOWS }));
    expect(got.keys).toEqual([flowKey(22), flowKey(23, "back")]);
    expect(gapsOf(got)).toMatchObject([
      {
        code: "archived",
        message: expect.stringMatching(/^1 object \(3 bytes\) below .* restore them/),
        fromMs: Date.parse("2026-02-15T23:05:00Z"),
      },
      { code: "kms-key", fromMs: Date.parse("2026-02-16T00:05:00Z"), toMs: Date.parse("2026-02-16T00:05:00Z") },
      { code: "kms-denied", message: expect.stringMatching(/kms:Decrypt/) },
    ]);
  });

  it("of objects is told once: from before the gap it is told again, and from behind it no more", async () => {
    fill([21, 22, 23, 24, 25]);
    s3.bucket.put(flowKey(22), Buffer.from("far"), { writtenMs: TO, storageClass: "GLACIER" });
    s3.bucket.put(flowKey(23), Buffer.from("refused"), { writtenMs: TO, kms: "denied" });
    s3.bucket.put(flowKey(23, "read"), Buffer.from("read"), { writtenMs: TO });
    const step = await onlyStep({ prefix: FLOWS });
    const whole = await run(step);
    const [before, inside, behind] = [
      (await run(step, { most: 1 })).cursor,
      ...gapsOf(whole).map(({ cursor }) => cursor),
    ];
    expect(gapsOf(await run(step, { cursor: before }))).toEqual(gapsOf(whole));
    // From between two reasons nobody can go on.
    expect(inside).toBeNull();
    const rest = await run(step, { cursor: behind ?? null });
    expect([rest.keys, gapsOf(rest)]).toEqual([[flowKey(24), flowKey(25)], []]);
  });

  it("of an object that is written again, or goes, between listing and reading is told, and never mixed", async () => {
    fill([22, 23, 24]);
    const step = await onlyStep({ prefix: FLOWS });
    const large = randomBytes(30_000_000);
    s3.bucket.put(flowKey(22, "large"), large, { writtenMs: TO });
    let first = true;
    const reading = async () => {
      for await (const item of s3Source.run(step, null, s3.context)) {
        if (item.kind !== "object" || !item.name.includes("large")) continue;
        for await (const _ of await item.open(0, s3.context.signal)) {
          if (first) s3.bucket.put(flowKey(22, "large"), randomBytes(30_000_000));
          first = false;
        }
      }
    };
    s3.bucket.objects.delete(flowKey(23));
    await expect(reading()).rejects.toMatchObject({ problem: "changed" });
  });

  it("is left at once by whoever stops", async () => {
    fill([22]);
    const step = await onlyStep({ prefix: FLOWS });
    const stop = new AbortController();
    s3.context = fakeContext(s3.aws, { signal: stop.signal });
    s3.aws.befall("s3", "GetObject", "stuck");
    const reading = run(step);
    await vi.waitUntil(() => s3.aws.calls.some(({ operation }) => operation === "GetObject"));
    stop.abort(new Error("cancelled"));
    await expect(reading).rejects.toThrow("cancelled");
  });
});
