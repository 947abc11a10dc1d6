import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const PLACE = { digestS3Bucket: "b", digestS3Object: "AWSLogs/1/CloudTrail-Digest/x.json.gz" };
const STARTING = {
  ...{ awsAccountId: "111122223333", digestStartTime: "2026-03-01T00:00:00Z", digestEndTime: "2026-03-01T01:00:00Z" },
  ...{ ...PLACE, digestPublicKeyFingerprint: "AB12", digestSignatureAlgorithm: "SHA256withRSA" },
  ...{ newestEventTime: null, oldestEventTime: null, previousDigestS3Bucket: null, previousDigestS3Object: null },
  ...{ previousDigestHashValue: null, previousDigestHashAlgorithm: null, previousDigestSignature: null },
  logFiles: [],
};
const LATER = {
  ...STARTING,
  ...{ previousDigestS3Bucket: "b", previousDigestS3Object: "before", previousDigestHashValue: "AB".repeat(32) },
  previousDigestSignature: "ff00",
  logFiles: [{ s3Bucket: "b", s3Object: "log", hashValue: "0A", hashAlgorithm: "SHA-256", newestEventTime: null }],
};

describe("CloudTrail digests", () => {
  it("are kept whole: place, times, hashes and the one before", async () => {
    const { summary, content } = await readWhole(JSON.stringify(LATER));
    expect(summary).toMatchObject({ kind: "cloudtrail-digest", records: 1, rejected: 0, firstEventMs: null });
    expect(content.trail[0]).toMatchObject({
      ...{ kind: "digest", record: 1, bucket: "b", endText: "2026-03-01T01:00:00Z", fingerprint: "ab12" },
      previous: { bucket: "b", key: "before", hash: "ab".repeat(32), signature: "ff00" },
      logFiles: [{ bucket: "b", key: "log", hash: "0a", oldestMs: null, newestMs: null }],
    });
  });

  it("have no one before when a chain begins, also in an hour without files", async () => {
    const { content } = await readWhole(JSON.stringify(STARTING, null, 1));
    expect(content.trail[0]).toMatchObject({ previous: null, logFiles: [] });
  });

  it("are read with a hash of 63 digits: the check decides what it is worth", async () => {
    const { content } = await readWhole(JSON.stringify({ ...LATER, previousDigestHashValue: "a".repeat(63) }));
    expect(content.trail[0]).toMatchObject({ previous: { hash: "a".repeat(63) } });
  });

  it.each([
    [{ ...LATER, digestEndTime: "soon" }, 'digestEndTime "soon" is not a time'],
    [{ ...LATER, digestEndTime: "2026-02-01T00:00:00Z" }, "digestEndTime is before digestStartTime"],
    [{ ...LATER, awsAccountId: 7 }, "awsAccountId is missing"],
    [{ ...LATER, digestS3Bucket: null }, "digestS3Bucket or digestS3Object is missing"],
    [{ ...LATER, logFiles: [{ s3Bucket: "b", s3Object: "x", hashValue: "zz" }] }, 'hashValue "zz" is not hexadecimal'],
    [{ ...LATER, logFiles: [{ hashValue: "00" }] }, "s3Bucket or s3Object of a log file is missing"],
  ])("are rejected with the reason where nothing could be checked by them", async (digest, reason) => {
    const { summary, content } = await readWhole(JSON.stringify(digest));
    expect(summary).toMatchObject({ kind: "cloudtrail-digest", records: 0, rejected: 1 });
    expect(content.rejections[0]).toMatchObject({ record: 1, reason });
  });

  it("come with public keys and signatures, whose broken ones are rejected", async () => {
    const times = { ValidityStartTime: 1_453_076_702.5, ValidityEndTime: "2016-02-17T00:25:02+00:00" };
    const keys = {
      PublicKeyList: [{ Value: "AAEC", Fingerprint: "AB", ...times }, { Value: "<>", Fingerprint: "cd" }, {}],
    };
    const read = await readWhole(JSON.stringify(keys));
    expect(read.summary).toMatchObject({ kind: "cloudtrail-digest", records: 1, rejected: 2 });
    const validity = { validFromMs: 1_453_076_702_500, validToMs: 1_455_668_702_000 };
    expect(read.content.trail).toEqual([
      { kind: "public-key", record: 1, fingerprint: "ab", der: "AAEC", ...validity },
    ]);
    const head = { ContentLength: 5, Metadata: { signature: "AbCd", "signature-algorithm": "SHA256withRSA" } };
    expect((await readWhole(JSON.stringify(head))).content.trail).toEqual([
      { kind: "signature", record: 1, key: null, algorithm: "SHA256withRSA", signature: "abcd" },
    ]);
    const broken = await readWhole(JSON.stringify({ Metadata: { signature: "no hex" } }));
    expect(broken.content.rejections[0]?.reason).toBe("the object's metadata hold no signature");
  });

  it("reject a key of blanks as fast as any other", { timeout: 5000 }, async () => {
    const value = { Value: `AAEC${" ".repeat(500_000)}<`, Fingerprint: "ab" };
    const { content } = await readWhole(
      JSON.stringify({ PublicKeyList: [{ Value: "AAEC==", Fingerprint: "AB" }, value] }),
    );
    expect(content.trail.map(({ record }) => record)).toEqual([1]);
    expect(content.rejections[0]?.reason).toBe("Value of a public key is not base64");
  });

  it("give the same however the bytes are cut, and account for damaged ones", async () => {
    const text = JSON.stringify(LATER);
    const whole = await readWhole(text);
    const cuts = fc.array(fc.nat(text.length), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        expect(await readWhole(text, { cuts: at })).toEqual(whole);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        const bytes = new TextEncoder().encode(text);
        bytes[at] = byte;
        const { summary, content } = await readWhole(bytes.subarray(0, byte % 2 === 0 ? at : undefined));
        expect(content.trail.length).toBe(summary.kind === "cloudtrail-digest" ? summary.records : 0);
      }),
    );
  });
});
