import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { hashPlace } from "@/lib/sources/hash-original";
import { askS3 } from "@/lib/sources/store/s3-client";
import { STORE_FAULT, StoreFault } from "@/lib/sources/store/store-fault";

/** Up to here an object goes in one request; a larger one in parts of so much. */
const PART_BYTES = 1 << 23;
/** Limits of S3: parts of one object. */
const MOST_PARTS = 10_000;

interface Content {
  path: string;
  /** SHA-256, hex, and bytes. */
  sha256: string;
  size: number;
  signal?: AbortSignal;
}

interface Target {
  bucket: string;
  key: string;
}

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");

/**
 * Writes a file as an object that is not there yet, each request with the SHA-256 of its bytes, which S3 holds against
 * what it got. One that is there is never written over: it stays when it has the same bytes. Throws StoreFault, file system
 * errors, and what the signal was aborted with; leaves no half object behind.
 */
export async function putS3(target: Target, content: Content): Promise<void> {
  const file = await open(content.path, "r");
  try {
    const made =
      content.size <= PART_BYTES ? await putWhole(target, content, file) : await putParts(target, content, file);
    if (!made) await checkSame(target, content);
  } finally {
    await file.close();
  }
}

/** False where an object of that key is there. */
async function putWhole({ bucket, key }: Target, content: Content, file: FileHandle): Promise<boolean> {
  const { signal } = content;
  const Body = await readPart(file, 0, content.size);
  return unlessThere(() =>
    askS3({ bucket, what: "writing (s3:PutObject)", signal }, async (client, { PutObjectCommand }) => {
      const checksum = Buffer.from(content.sha256, "hex").toString("base64");
      const input = { Bucket: bucket, Key: key, Body, IfNoneMatch: "*", ChecksumSHA256: checksum };
      await client.send(new PutObjectCommand(input), { abortSignal: signal });
    }),
  );
}

async function putParts({ bucket, key }: Target, content: Content, file: FileHandle): Promise<boolean> {
  const { size, signal } = content;
  // Parts of what is there already would be sent for nothing.
  if ((await findObject({ bucket, key }, signal)) !== null) return false;
  const asked = { bucket, what: "writing (s3:PutObject)", signal };
  const options = { abortSignal: signal };
  const upload = await askS3(asked, async (client, { CreateMultipartUploadCommand }) => {
    const input = { Bucket: bucket, Key: key, ChecksumAlgorithm: "SHA256" } as const;
    return {
      Bucket: bucket,
      Key: key,
      UploadId: (await client.send(new CreateMultipartUploadCommand(input), options)).UploadId,
    };
  });
  try {
    const partBytes = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
    const Parts: { PartNumber: number; ETag: string | undefined; ChecksumSHA256: string }[] = [];
    for (let start = 0; start < size; start += partBytes) {
      signal?.throwIfAborted();
      const Body = await readPart(file, start, Math.min(partBytes, size - start));
      const part = { PartNumber: Parts.length + 1, ChecksumSHA256: hashOf(Body) };
      const { ETag } = await askS3(asked, (client, { UploadPartCommand }) =>
        client.send(new UploadPartCommand({ ...upload, ...part, Body }), options),
      );
      Parts.push({ ...part, ETag });
    }
    return await unlessThere(() =>
      askS3(asked, async (client, { CompleteMultipartUploadCommand }) => {
        const input = { ...upload, MultipartUpload: { Parts }, IfNoneMatch: "*" };
        await client.send(new CompleteMultipartUploadCommand(input), options);
      }),
    ).then(async (made) => {
      if (!made) await abandon(upload);
      return made;
    });
  } catch (error) {
    await abandon(upload);
    throw error;
  }
}

/** What was sent of an object that does not come about costs until it is let go of. */
async function abandon(upload: { Bucket: string; Key: string; UploadId: string | undefined }): Promise<void> {
  await askS3({ bucket: upload.Bucket, what: "letting go of an upload" }, (client, { AbortMultipartUploadCommand }) =>
    client.send(new AbortMultipartUploadCommand(upload)),
  ).catch(() => undefined);
}

/** The bytes of a part. The file is ours, and nobody shortens it. */
async function readPart(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) throw new Error("the file became shorter while it was stored");
    filled += bytesRead;
  }
  return bytes;
}

/** True once it is made; false where the condition that nothing be there was not met. */
async function unlessThere(make: () => Promise<void>): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await make();
      return true;
    } catch (error) {
      const name = error instanceof Error && error.cause instanceof Error ? error.cause.name : "";
      if (name === "PreconditionFailed") return false;
      // Somebody else writes the same just then.
      if (name !== "ConditionalRequestConflict" || tries >= 5) throw error;
    }
  }
}

/**
 * An object that is there is told by the hash that S3 has of its bytes; one that was written in parts, or by others, has none
 * of them all and is read.
 */
async function checkSame(target: Target, { sha256, size, signal }: Content): Promise<void> {
  const place = `s3://${target.bucket}/${target.key}`;
  const there = await findObject(target, signal);
  if (there?.size !== size) {
    const found = `${there?.size ?? null} bytes in place of ${size}`;
    throw new StoreFault(STORE_FAULT, `${place} is there with ${found}: it is no original.`);
  }
  if (there.checksum === Buffer.from(sha256, "hex").toString("base64")) return;
  if ((await hashPlace(place, signal)).sha256 === sha256) return;
  throw new StoreFault(STORE_FAULT, `${place} is there with other bytes of the same number: it is no original.`);
}

/** An object's bytes and the SHA-256 (base64) that S3 has of them, or of its parts; null where there is none. */
async function findObject(
  target: Target,
  signal?: AbortSignal,
): Promise<{ size: number; checksum: string | null } | null> {
  try {
    return await askS3(
      { bucket: target.bucket, what: "looking (s3:GetObject, s3:ListBucket)", signal },
      async (client, sdk) => {
        const asked = new sdk.HeadObjectCommand({ Bucket: target.bucket, Key: target.key, ChecksumMode: "ENABLED" });
        const head = await client.send(asked, { abortSignal: signal });
        return { size: head.ContentLength ?? 0, checksum: head.ChecksumSHA256 ?? null };
      },
    );
  } catch (error) {
    if (error instanceof StoreFault && error.code === "ENOENT") return null;
    throw error;
  }
}
