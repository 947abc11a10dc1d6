import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";

export interface TestStore {
  url: string;
  /** The bucket `originals`. */
  bucket: FakeBucket;
  /** What it was asked, and what is to befall it. */
  aws: FakeAws;
  close(): Promise<void>;
}

/** An S3 in memory with a bucket for originals. */
export async function startTestStore(): Promise<TestStore> {
  const aws = await startFakeAws();
  const bucket = new FakeBucket();
  serveS3(aws).set("originals", bucket);
  return { url: aws.url, bucket, aws, close: () => aws.close() };
}

/** Points this process's store of originals at the server; gives a function that sets everything back. */
export function pointAtS3(url: string, store = "s3://originals/one/two"): () => void {
  const settings: Record<string, string> = {
    THREADLINE_EVIDENCE_STORE: store,
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
