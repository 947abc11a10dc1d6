import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";

export const BUCKET = "flow-archive";
export const DAY_MS = Date.UTC(2026, 1, 16);
const FOLDER = "AWSLogs/111122223333/vpcflowlogs/eu-central-1/2026/02/16/";

/** A name as AWS gives it, in the five minutes of the day that the number says. */
function keyOf(number: number): string {
  const minutes = (number * 5) % 1440;
  const stamp = `${String(Math.floor(minutes / 60)).padStart(2, "0")}${String(minutes % 60).padStart(2, "0")}`;
  const mark = number.toString(16).padStart(8, "0");
  return `${FOLDER}111122223333_vpcflowlogs_eu-central-1_fl-0123456789abcdef0_20260216T${stamp}Z_${mark}.log.gz`;
}

/** A small S3 over HTTP with the files of a folder, or with so many empty objects; it is there until its process ends. */
export async function serveS3Files(folder: string | null, empty: number): Promise<string> {
  const aws = await startFakeAws();
  const bucket = new FakeBucket();
  serveS3(aws).set(BUCKET, bucket);
  const names = folder === null ? [] : (await readdir(folder)).sort();
  for (const [at, name] of names.entries()) bucket.put(keyOf(at), await readFile(join(folder ?? "", name)));
  for (let at = 0; at < empty; at += 1) bucket.put(keyOf(at), Buffer.alloc(0), { etag: '"empty"' });
  return aws.url;
}
