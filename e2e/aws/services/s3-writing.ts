import { createHash } from "node:crypto";
import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import type { FakeBucket } from "@/e2e/aws/services/s3-buckets";

type Find = (call: { input: { Bucket?: string | undefined }; region: string }) => FakeBucket;

interface Upload {
  key: string;
  parts: Map<number, Buffer>;
}

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("base64");

/** Objects that are put whole or in parts, each held against the SHA-256 that it was sent with, and none written over if so asked. */
export function serveS3Writing(aws: FakeAws, bucketOf: Find): void {
  const uploads = new Map<string, Upload>();
  const checked = (Body: unknown, checksum: string | undefined): Buffer => {
    const bytes = Buffer.from((Body as Buffer | undefined) ?? "");
    if (checksum !== hashOf(bytes)) throw new AwsFault("BadDigest", "The SHA256 you specified did not match", 400);
    return bytes;
  };
  const free = (
    bucket: FakeBucket,
    { Key = "", IfNoneMatch }: { Key?: string | undefined; IfNoneMatch?: string | undefined },
  ) => {
    if (IfNoneMatch === "*" && bucket.objects.has(Key))
      throw new AwsFault("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
    return Key;
  };
  const uploadOf = (id = "") => {
    const upload = uploads.get(id);
    if (!upload) throw new AwsFault("NoSuchUpload", "The specified upload does not exist.", 404);
    return upload;
  };

  aws.on("s3", "PutObject", (call) => {
    const bucket = bucketOf(call);
    const key = free(bucket, call.input);
    const bytes = checked(call.input.Body, call.input.ChecksumSHA256);
    return { ETag: bucket.put(key, bytes, { checksum: hashOf(bytes) }).etag };
  });
  aws.on("s3", "CreateMultipartUpload", (call) => {
    const bucket = bucketOf(call);
    const { Key = "" } = call.input;
    const UploadId = `upload-${uploads.size + 1}-${Key}`;
    uploads.set(UploadId, { key: Key, parts: new Map() });
    bucket.openUploads += 1;
    return { UploadId };
  });
  aws.on("s3", "UploadPart", ({ input }) => {
    const bytes = checked(input.Body, input.ChecksumSHA256);
    uploadOf(input.UploadId).parts.set(Number(input.PartNumber), bytes);
    return { ETag: `"${createHash("md5").update(bytes).digest("hex")}"` };
  });
  aws.on("s3", "CompleteMultipartUpload", (call) => {
    const bucket = bucketOf(call);
    const { parts } = uploadOf(call.input.UploadId);
    const key = free(bucket, call.input);
    const numbers = [...parts.keys()].sort((left, right) => left - right);
    bucket.put(key, Buffer.concat(numbers.map((number) => parts.get(number) ?? Buffer.alloc(0))));
    uploads.delete(call.input.UploadId ?? "");
    bucket.openUploads -= 1;
    return { Key: key };
  });
  aws.on("s3", "AbortMultipartUpload", (call) => {
    if (uploads.delete(call.input.UploadId ?? "")) bucketOf(call).openUploads -= 1;
    return {};
  });
  aws.on("s3", "DeleteObject", (call) => {
    bucketOf(call).remove(call.input.Key ?? "");
    return {};
  });
}
