import { gunzipSync } from "node:zlib";
import { type FakeAccount, makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveCloudTrail, type TrailEvent } from "@/e2e/aws/services/cloudtrail";
import { serveEc2 } from "@/e2e/aws/services/ec2";
import { serveLogSettings } from "@/e2e/aws/services/log-settings";
import { type FakeBuckets, serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { serveSts } from "@/e2e/aws/services/sts";
import { ACCOUNT, DEPLOY_ACCOUNT } from "@/prisma/incidents/web-tier/world";

/** Both accounts of the incident, as a connection is told of them. */
export const INCIDENT_ACCOUNTS = [ACCOUNT, `arn:aws:iam::${DEPLOY_ACCOUNT}:role/Reader`] as const;

export interface ServedIncident {
  aws: FakeAws;
  account: FakeAccount;
  buckets: FakeBuckets;
}

/** The sample incident as AWS would answer of it: its logs in a bucket, its calls to be looked up, its settings and its machines. */
export async function serveIncident({ scale = 0.02 }: { scale?: number } = {}): Promise<ServedIncident> {
  const aws = await startFakeAws({ accountId: ACCOUNT });
  const account = makeFakeAccount({ scale });
  const trails = [...account.objects].filter(([key]) => key.includes("/CloudTrail/"));
  serveCloudTrail(
    aws,
    trails.flatMap(([, bytes]) => JSON.parse(gunzipSync(bytes).toString("utf8")).Records as TrailEvent[]),
  );
  serveSts(aws, { [INCIDENT_ACCOUNTS[1]]: {} });
  serveEc2(aws, account);
  serveLogSettings(aws, account);
  const bucket = new FakeBucket({ region: account.region });
  for (const [key, bytes] of account.objects) bucket.put(key, bytes);
  return { aws, account, buckets: serveS3(aws).set(account.bucket, bucket) };
}
