import { vi } from "vitest";
import { contextOf, questionOf } from "@/e2e/aws/ask-source";
import { makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import { serveAthena } from "@/e2e/aws/services/athena";
import { serveEc2 } from "@/e2e/aws/services/ec2";
import { serveLogSettings } from "@/e2e/aws/services/log-settings";
import { serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { findTables } from "@/lib/athena/find-tables";
import { makeTable } from "@/lib/athena/make-table";
import { createDatabase } from "@/lib/athena/tables/create-database";
import { createTable } from "@/lib/athena/tables/create-table";
import { sampleArchives } from "@/lib/athena/test-archives";
import type { FetchQuestion } from "@/lib/sources/source.types";

const MOST_BYTES = 1e9;

/** For tests: the sample incident's account with its logs in a bucket, and tables over them that were made with consent. */
export async function openAthena({ scale = 0.02, keptIn }: { scale?: number; keptIn?: string } = {}) {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  const account = makeFakeAccount({ scale, ...(keptIn === undefined ? {} : { keptIn }) });
  const aws = await startFakeAws();
  const buckets = serveS3(aws);
  const bucket = new FakeBucket({ region: account.region });
  buckets.set(account.bucket, bucket);
  buckets.set("results", new FakeBucket({ region: account.region }));
  for (const [key, bytes] of account.objects) bucket.put(key, bytes);
  serveEc2(aws, account);
  serveLogSettings(aws, account);
  const athena = await serveAthena(aws, buckets);
  const context = contextOf(aws, account);
  const outputLocation = "s3://results/athena/";
  const client = await context.clients.of("athena");
  const { accountId, region } = account;
  const place = { client, workgroup: "primary", outputLocation, signal: context.signal, accountId, region };
  await makeTable(place, createDatabase("logs"), "glue:CreateDatabase");
  for (const archive of sampleArchives(account.bucket))
    await makeTable(place, createTable(archive, "logs").statement, "glue:CreateTable");
  const tables = await findTables(await context.clients.of("glue"), "logs", context.signal);
  const limits = { mostBytes: MOST_BYTES, limitOf: "question" as const };
  const setup = { accountId, region, workgroup: "primary", outputLocation, ...limits, tables };
  const ask = (asked: Partial<FetchQuestion>): FetchQuestion => questionOf(account, { athena: setup, ...asked });
  const close = async () => {
    athena.close();
    await aws.close();
    vi.unstubAllEnvs();
  };
  return { account, aws, athena, buckets, context, setup, ask, close };
}
