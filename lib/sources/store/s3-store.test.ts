import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseS3Location, parseS3Place } from "@/lib/core/s3-location";
import { hashPlace } from "@/lib/sources/hash-original";
import { openLog } from "@/lib/sources/open-log";
import { openPlace } from "@/lib/sources/open-place";
import { readPlace } from "@/lib/sources/read-place";
import { putS3 } from "@/lib/sources/store/put-s3";
import { removeS3 } from "@/lib/sources/store/remove-s3";
import { pointAtS3, startTestStore, type TestStore } from "@/lib/sources/store/test-store";

let server: TestStore;
let restore: () => void;
let folder: string;
beforeAll(async () => {
  server = await startTestStore();
  restore = pointAtS3(server.url);
  folder = await mkdtemp(path.join(tmpdir(), "threadline-s3-"));
});
afterAll(async () => {
  restore();
  await server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  server.bucket.clear();
  server.aws.calls.length = 0;
});

const LARGE = randomBytes(20_000_000);
const target = { bucket: "originals", key: "one/object" };
const place = "s3://originals/one/object";

async function put(bytes: Buffer, at = target): Promise<void> {
  const file = path.join(folder, "content");
  await writeFile(file, bytes);
  await putS3(at, { path: file, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

describe("a store location", () => {
  it.each([
    ["s3://bucket", { bucket: "bucket", prefix: "" }],
    ["s3://bucket/", { bucket: "bucket", prefix: "" }],
    ["s3://bucket/a//b/", { bucket: "bucket", prefix: "a/b/" }],
    ["https://bucket", null],
    ["s3://Bucket", null],
    ["s3://bucket/a b", null],
    ["s3://bucket/../a", null],
    ["/s3://bucket", null],
  ])("%s", (text, location) => expect(parseS3Location(text)).toEqual(location));

  it("names objects, and no path of this machine", () => {
    expect(parseS3Place(place)).toEqual(target);
    expect(parseS3Place("/data/evidence/ab/abcd")).toBeNull();
    expect(parseS3Place("s3://originals")).toBeNull();
  });
});

describe("objects of the store", () => {
  it.each([
    ["empty", Buffer.alloc(0)],
    ["small", randomBytes(1000)],
    ["of exactly one part", randomBytes(1 << 23)],
    ["of several parts", LARGE],
  ])("come back as they went: %s", async (_name, bytes) => {
    await put(bytes);
    expect((await all(readPlace(place))).equals(bytes)).toBe(true);
    expect(await hashPlace(place)).toEqual({
      ...{ sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length },
    });
    expect(server.bucket.openUploads).toBe(0);
  });

  it("are read at any place, without the rest", async () => {
    await put(LARGE);
    const object = await openPlace(place);
    server.aws.calls.length = 0;
    for (const from of [19_999_990, 5, 70_000, 12_345_678]) {
      const { bytesRead, buffer } = await object.read(Buffer.alloc(10), 0, 10, from);
      expect(buffer.subarray(0, bytesRead).equals(LARGE.subarray(from, from + 10))).toBe(true);
    }
    expect(await object.read(Buffer.alloc(10), 0, 10, LARGE.length)).toMatchObject({ bytesRead: 0 });
    expect(server.aws.calls.length).toBeLessThan(6);
    await object.close();
  });

  it("inflate as files do", async () => {
    const text = Buffer.from("one line\n".repeat(200_000));
    await put(gzipSync(text));
    expect((await all(openLog(place).chunks)).equals(text)).toBe(true);
  });

  it("are never written over", async () => {
    await put(Buffer.from("first"));
    await expect(put(Buffer.from("other"))).rejects.toThrow(/other bytes/);
    expect(server.bucket.objects.get("one/object")?.bytes.toString()).toBe("first");
    await expect(put(Buffer.from("of another size"))).rejects.toThrow(/is there with 5 bytes in place of 15/);
    await expect(put(LARGE)).rejects.toThrow(/is there with 5 bytes/);
  });

  it("takes an object that is there for what it has, by its hash or by its bytes", async () => {
    for (const bytes of [Buffer.from("small"), LARGE]) {
      server.bucket.clear();
      await put(bytes);
      server.aws.calls.length = 0;
      await put(bytes);
      expect(server.aws.calls.some(({ operation }) => operation === "GetObject")).toBe(bytes === LARGE);
      const changed = Buffer.from(bytes);
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      server.bucket.put(target.key, changed);
      await expect(put(bytes)).rejects.toThrow(/other bytes of the same number/);
    }
    expect(server.bucket.openUploads).toBe(0);
  });

  it("go by themselves, and going twice is no error", async () => {
    await put(Buffer.from("gone"));
    await removeS3(target);
    await removeS3(target);
    expect(server.bucket.objects.size).toBe(0);
    await expect(openPlace(place)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("a store in trouble", () => {
  it("is asked again while it is busy, and where a connection broke", async () => {
    server.aws.befall("s3", "UploadPart", "throttled", "refused");
    await put(LARGE);
    server.aws.befall("s3", "GetObject", "broken", "throttled", "broken");
    expect((await all(readPlace(place))).equals(LARGE)).toBe(true);
    // The client waits longer each time it is told to slow down.
  }, 20_000);

  it("says what it refused, and leaves no half object", async () => {
    server.aws.befall("s3", "UploadPart", "denied");
    await expect(put(LARGE)).rejects.toThrow(/refused writing \(s3:PutObject\).*lacks that permission/);
    expect(server.bucket.openUploads).toBe(0);
    expect(server.bucket.objects.size).toBe(0);
    await put(Buffer.from("there"));
    server.aws.befall("s3", "GetObject", "denied");
    await expect(openPlace(place)).rejects.toThrow(/refused reading \(s3:GetObject\)/);
  });

  it("names a bucket that is not there, and a network that leads nowhere", async () => {
    await expect(put(Buffer.from("x"), { bucket: "elsewhere", key: "a" })).rejects.toThrow(
      /There is no bucket elsewhere/,
    );
    const undo = pointAtS3("http://127.0.0.1:9");
    await expect(openPlace(place)).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/);
    undo();
  });

  it("notices an object that is replaced while it is read", async () => {
    await put(LARGE);
    const object = await openPlace(place);
    server.bucket.put("one/object", randomBytes(20_000_000));
    await expect(object.read(Buffer.alloc(10), 0, 10, 15_000_000)).rejects.toThrow(/replaced while it was read/);
  });
});
