import { connectionTo, wholeDay } from "@/bench/fetch/ask-s3";
import { AwsClients } from "@/lib/aws/aws-clients";
import { s3Source } from "@/lib/sources/s3/s3-source";

export interface ListMeasure {
  keys: number;
  calls: number;
  seconds: number;
}

/** Goes through all keys of a bucket of which nothing is wanted. */
export async function listBucket(url: string): Promise<ListMeasure> {
  const connection = connectionTo(url);
  const place = { accountId: "111122223333", region: "eu-central-1" };
  let calls = 0;
  const before = () => {
    calls += 1;
  };
  const clients = new AwsClients({ ...place, connection, askedBy: "bench", meter: { before } });
  const context = { ...place, clients, signal: new AbortController().signal };
  const [step] = await s3Source.plan(wholeDay(), context);
  if (!step) throw new Error("no log was found");
  calls = 0;
  let keys = 0;
  const isKnown = async () => {
    keys += 1;
    return true;
  };
  const startedAt = performance.now();
  for await (const item of s3Source.run(step, null, { ...context, isKnown })) throw new Error(`${item.kind} came`);
  const seconds = (performance.now() - startedAt) / 1000;
  await clients.close();
  return { keys, calls, seconds };
}
