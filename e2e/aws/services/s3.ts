import type { GetObjectCommandInput } from "@aws-sdk/client-s3";
import { AwsFault } from "@/e2e/aws/aws-fault";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import type { FakeBucket, StoredObject } from "@/e2e/aws/services/s3-buckets";
import { serveS3Writing } from "@/e2e/aws/services/s3-writing";

/** The buckets that a fake S3 has, by their names. */
export type FakeBuckets = Map<string, FakeBucket>;

const MOST_KEYS = 1000;
/** As forms are encoded: what a key may hold and XML may not travels so. */
const encodeKey = (key: string) => encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");

/** Lists, gives and takes objects, by path style. An answer names the region where a bucket is asked in another. */
export function serveS3(aws: FakeAws): FakeBuckets {
  const buckets: FakeBuckets = new Map();
  const bucketOf = ({
    input,
    region,
  }: {
    input: { Bucket?: string | undefined; RequestPayer?: string | undefined };
    region: string;
  }) => openBucket(buckets, input, region);

  aws.on("s3", "HeadBucket", (call) => ({ BucketRegion: bucketOf(call).region }));
  aws.on("s3", "ListObjectsV2", (call) => {
    const bucket = bucketOf(call);
    const {
      Prefix = "",
      Delimiter = "",
      MaxKeys = MOST_KEYS,
      StartAfter = "",
      ContinuationToken,
      EncodingType,
    } = call.input;
    const text = EncodingType === "url" ? encodeKey : (key: string) => key;
    const after = ContinuationToken === undefined ? StartAfter : Buffer.from(ContinuationToken, "base64").toString();
    // The page that half befell is as long as it likes: clients go by the token.
    const { items: half } = call.page(Array.from({ length: MOST_KEYS }), Math.min(MaxKeys, MOST_KEYS), undefined);
    const { keys, folders, next } = bucket.list({ prefix: Prefix, after, delimiter: Delimiter, size: half.length });
    return {
      ...{ Name: call.input.Bucket, Prefix: text(Prefix), EncodingType, MaxKeys, IsTruncated: next !== null },
      KeyCount: keys.length + folders.length,
      Contents: keys.map((key) => listed(text(key), bucket.objects.get(key) as StoredObject)),
      CommonPrefixes: folders.map((folder) => ({ Prefix: text(folder) })),
      ...(next === null ? {} : { NextContinuationToken: Buffer.from(next).toString("base64") }),
    };
  });
  aws.on("s3", "HeadObject", (call) => {
    const object = find(bucketOf(call), call.input.Key);
    return { ...headOf(object, call.input), ContentLength: object.bytes.length };
  });
  aws.on("s3", "GetObject", (call) => {
    const object = find(bucketOf(call), call.input.Key);
    refuse(object, call.input, call.accountId);
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(call.input.Range ?? "") ?? [];
    if (from === undefined) return { ...headOf(object, call.input), Body: object.bytes as never };
    const size = object.bytes.length;
    if (Number(from) >= size) throw new AwsFault("InvalidRange", "The requested range is not satisfiable", 416);
    const part = object.bytes.subarray(Number(from), to === "" ? size : Number(to) + 1);
    const ContentRange = `bytes ${from}-${Number(from) + part.length - 1}/${size}`;
    return { ETag: object.etag, Metadata: object.metadata, ContentRange, Body: part as never };
  });
  serveS3Writing(aws, bucketOf);
  return buckets;
}

function openBucket(
  buckets: FakeBuckets,
  { Bucket = "", RequestPayer }: { Bucket?: string | undefined; RequestPayer?: string | undefined },
  region: string,
): FakeBucket {
  const bucket = buckets.get(Bucket);
  if (!bucket) throw new AwsFault("NoSuchBucket", "The specified bucket does not exist", 404);
  if (bucket.region !== region)
    throw new AwsFault(
      "PermanentRedirect",
      "Ask the bucket's own endpoint",
      301,
      {},
      { "x-amz-bucket-region": bucket.region },
    );
  if (bucket.requesterPays && RequestPayer !== "requester") throw new AwsFault("AccessDenied", "Access Denied", 403);
  return bucket;
}

function find(bucket: FakeBucket, key = ""): StoredObject {
  const object = bucket.objects.get(key);
  if (!object) throw new AwsFault("NoSuchKey", "The specified key does not exist.", 404);
  return object;
}

function listed(Key: string, object: StoredObject) {
  const { bytes, etag, writtenMs, storageClass, restored } = object;
  return {
    ...{ Key, ETag: etag, Size: bytes.length, LastModified: new Date(writtenMs) },
    StorageClass: (storageClass ?? "STANDARD") as "STANDARD",
    ...(restored
      ? { RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: new Date(writtenMs + 86_400_000) } }
      : {}),
  };
}

function headOf(
  { etag, metadata, checksum, writtenMs }: StoredObject,
  { ChecksumMode }: { ChecksumMode?: string | undefined },
) {
  const LastModified = new Date(writtenMs);
  return {
    ...{ ETag: etag, Metadata: metadata, LastModified },
    ...(ChecksumMode === "ENABLED" && checksum !== null ? { ChecksumSHA256: checksum } : {}),
  };
}

function refuse(object: StoredObject, { IfMatch, Key }: GetObjectCommandInput, accountId: string): void {
  if (IfMatch !== undefined && IfMatch !== object.etag)
    throw new AwsFault("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
  if ((object.storageClass === "GLACIER" || object.storageClass === "DEEP_ARCHIVE") && !object.restored)
    throw new AwsFault("InvalidObjectState", "The operation is not valid for the object's storage class", 403);
  const key = `arn:aws:kms:eu-central-1:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  if (object.kms === "denied") {
    const who = `arn:aws:sts::${accountId}:assumed-role/Reader/ann`;
    throw new AwsFault(
      "AccessDenied",
      `User: ${who} is not authorized to perform: kms:Decrypt on resource: ${key}`,
      403,
    );
  }
  if (object.kms === "disabled") throw new AwsFault("KMS.DisabledException", `${key} is disabled (${Key}).`, 400);
}
