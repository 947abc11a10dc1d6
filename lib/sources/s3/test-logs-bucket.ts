import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { fakeContext } from "@/e2e/aws/fake-context";
import { type FakeBuckets, serveS3 } from "@/e2e/aws/services/s3";
import { FakeBucket } from "@/e2e/aws/services/s3-buckets";
import { s3Source } from "@/lib/sources/s3/s3-source";
import type { Fetched, FetchQuestion, PlannedStep, SourceContext, StepCursor } from "@/lib/sources/source.types";

/** For tests: an S3 with one bucket, `logs`, which is empty before each of them. */
export const s3 = {} as { aws: FakeAws; buckets: FakeBuckets; bucket: FakeBucket; context: SourceContext };

/** Serves it for the tests of a file. */
export function serveLogsBucket(): void {
  beforeAll(async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    s3.aws = await startFakeAws();
    s3.buckets = serveS3(s3.aws);
  });
  afterAll(async () => {
    await s3.aws.close();
    vi.unstubAllEnvs();
  });
  beforeEach(() => {
    s3.bucket = new FakeBucket();
    s3.buckets.clear();
    s3.buckets.set("logs", s3.bucket);
    s3.context = fakeContext(s3.aws);
    s3.aws.calls.length = 0;
  });
}

const HOUR = 3_600_000;
/** The window that is asked for. */
const FROM = Date.parse("2026-02-15T22:00:00Z");
export const TO = Date.parse("2026-02-16T02:00:00Z");
const place = { kind: "s3", bucket: "logs", prefix: "", accountId: "111122223333", region: "eu-central-1" } as const;
const question = (more: object = {}): FetchQuestion => ({
  ...{ indicators: [], instanceIds: [], interfaceIds: [], accessKeyIds: [], fromMs: FROM, toMs: TO },
  logPlaces: [{ ...place, ...more }],
});
export const FLOWS = "AWSLogs/111122223333/vpcflowlogs/eu-west-1/";
/** The name that AWS gives a flow log's file of an hour of the fifteenth and on. */
export function flowKey(hour: number, mark = "1a2b3c4d"): string {
  const time = new Date(Date.parse("2026-02-15T00:05:00Z") + hour * HOUR).toISOString();
  const stamp = `${time.slice(0, 13).replaceAll("-", "")}05Z`;
  return `${FLOWS}${time.slice(0, 10).replaceAll("-", "/")}/111122223333_vpcflowlogs_eu-west-1_fl-0a_${stamp}_${mark}.log.gz`;
}

/** The steps for what lies below the place, in the window. */
export async function plan(more: object = {}): Promise<PlannedStep[]> {
  return s3Source.plan(question(more), s3.context);
}
export async function onlyStep(more: object = {}): Promise<PlannedStep> {
  const [step, ...others] = await plan(more);
  if (!step || others.length > 0) throw new Error(`${others.length} steps more than one`);
  return step;
}

export interface Got {
  keys: string[];
  bytes: Map<string, Buffer>;
  items: Fetched[];
  cursor: StepCursor | null;
}
/** Reads what a step gives, up to so many objects. */
export async function run(
  step: PlannedStep,
  { cursor = null, most = Number.POSITIVE_INFINITY }: { cursor?: StepCursor | null; most?: number } = {},
): Promise<Got> {
  const got: Got = { keys: [], bytes: new Map(), items: [], cursor };
  for await (const item of s3Source.run(step, cursor, s3.context)) {
    got.items.push(item);
    if (item.kind !== "object") continue;
    const pieces: Buffer[] = [];
    for await (const piece of await item.open(0, s3.context.signal)) pieces.push(piece as Buffer);
    got.keys.push(item.name);
    got.bytes.set(item.name, Buffer.concat(pieces));
    got.cursor = item.cursor;
    if (got.keys.length === most) break;
  }
  return got;
}
export const gapsOf = ({ items }: Got) => items.filter((item) => item.kind === "gap");
