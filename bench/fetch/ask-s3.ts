import { BUCKET, DAY_MS } from "@/bench/fetch/serve-s3";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";

const place = { accountId: "111122223333", region: "eu-central-1" };
const DAY = 86_400_000;

/** A connection to the S3 at a URL. Its keys are nobody's: the server takes any. */
export function connectionTo(url: string): AwsConnection {
  process.env.AWS_ACCESS_KEY_ID = "AKIAEXAMPLE000000001";
  process.env.AWS_SECRET_ACCESS_KEY = "nobody's";
  return {
    ...{ id: "bench", name: "bench", profile: null, externalId: null, regions: [place.region] },
    ...{ accounts: [{ accountId: place.accountId, roleArn: null }], endpoints: { s3: url } },
  };
}

/** The whole day of the bucket. */
export const wholeDay = () => ({
  ...{ indicators: [], instanceIds: [], interfaceIds: [], accessKeyIds: [], eventNames: [] },
  ...{ fromMs: DAY_MS, toMs: DAY_MS + DAY },
  logPlaces: [{ ...place, kind: "s3" as const, bucket: BUCKET, prefix: "" }],
});
