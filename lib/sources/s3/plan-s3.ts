import { AwsFault } from "@/lib/aws/aws-fault";
import { findLogRoots } from "@/lib/sources/s3/find-log-roots";
import { coversOf, folderTitle, readLogFolder } from "@/lib/sources/s3/log-folder";
import { S3Bucket } from "@/lib/sources/s3/s3-bucket";
import { type S3Request, windowOf } from "@/lib/sources/s3/s3-request";
import { wantedObjects } from "@/lib/sources/s3/wanted-objects";
import type { FetchQuestion, LogPlace, PlannedStep, SourceContext, StepEstimate } from "@/lib/sources/source.types";

/** So many objects are counted for a plan, in all its steps together; what is beyond is not known before. */
const MOST_COUNTED = 200_000;
const KEYS_A_PAGE = 1000;

type Bucket = Extract<LogPlace, { kind: "s3" }>;

/**
 * One step for each log that lies below the places of a question which belong to this account and region, with how many
 * objects and bytes of it may hold something of the window. Lists folders and keys; reads no object. Throws AwsFault.
 */
export async function planS3(question: FetchQuestion, context: SourceContext): Promise<PlannedStep[]> {
  const { accountId, region } = context;
  const places = (question.logPlaces ?? []).filter(
    (place): place is Bucket => place.kind === "s3" && place.accountId === accountId && place.region === region,
  );
  const steps: PlannedStep[] = [];
  const budget = { objects: MOST_COUNTED };
  for (const place of places) steps.push(...(await planPlace(place, question, { context, budget })));
  return steps;
}

async function planPlace(
  place: Bucket,
  { fromMs, toMs }: FetchQuestion,
  { context, budget }: { context: SourceContext; budget: { objects: number } },
): Promise<PlannedStep[]> {
  const { accountId, region } = context;
  const { bucket, prefix, requesterPays = false } = place;
  const asked = new S3Bucket(context.clients, { bucket, requesterPays }, context.signal);
  const { roots, unseen } = await findLogRoots(asked, prefix);
  if (unseen > 0) throw new AwsFault("refused", "TooManyFolders", tooMany(`s3://${bucket}/${prefix}`, unseen));
  const steps: PlannedStep[] = [];
  for (const root of roots) {
    const folder = readLogFolder(root.prefix);
    const request: S3Request = { bucket, requesterPays, ...root, service: folder.service };
    const estimate = await count(asked, request, { fromMs, toMs, budget });
    if (estimate.files === 0) continue;
    const title = `${folderTitle(folder)}, from s3://${bucket}/${root.prefix}`;
    steps.push({ source: "s3", accountId, region, request, fromMs, toMs, title, estimate, covers: coversOf(folder) });
  }
  return steps;
}

const tooMany = (place: string, unseen: number) =>
  `below ${place} are ${unseen.toLocaleString("en")} folders more than are looked into: name one that is nearer, as of one account`;

/** Requests are those of reading: listing once more, and each object by itself. */
async function count(
  bucket: S3Bucket,
  request: S3Request,
  { fromMs, toMs, budget }: { fromMs: number; toMs: number; budget: { objects: number } },
): Promise<StepEstimate> {
  let [files, bytes, lists] = [0, 0, 0];
  for await (const { object } of wantedObjects(bucket, request, { window: windowOf(request, { fromMs, toMs }) })) {
    if (object === null) {
      lists += 1;
      continue;
    }
    if (budget.objects <= 0) return { calls: null, files: null, bytes: null };
    budget.objects -= 1;
    files += 1;
    bytes += object.size;
  }
  return { calls: files + lists + Math.floor(files / KEYS_A_PAGE), files, bytes };
}
