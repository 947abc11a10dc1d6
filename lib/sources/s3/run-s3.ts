import { z } from "zod";
import { GapTally } from "@/lib/sources/s3/gap-tally";
import type { ListedObject } from "@/lib/sources/s3/list-keys";
import { ObjectFault } from "@/lib/sources/s3/object-fault";
import { readAhead } from "@/lib/sources/s3/read-ahead";
import { type ObjectPart, openObject, PART_BYTES, readFirstPart } from "@/lib/sources/s3/read-object";
import { S3Bucket } from "@/lib/sources/s3/s3-bucket";
import { S3Request, windowOf } from "@/lib/sources/s3/s3-request";
import { type Wanted, wantedObjects } from "@/lib/sources/s3/wanted-objects";
import type { Fetched, PlannedStep, SourceContext, StepCursor } from "@/lib/sources/source.types";

const Cursor = z.object({ prefix: z.string(), key: z.string() });

/** Objects under way at once, and what they may hold in memory together. */
const AHEAD = { most: 16, mostBytes: 6 * PART_BYTES };
/** After so many refusals in a row it is a right that is missing, not an object that is special. */
const MOST_REFUSED = 10;

/**
 * Gives the objects of a log that may hold something of the step's window, in the order of their keys, those that the case has had
 * left out. What cannot be read of them is counted into gaps; a right that is missing for all of them ends the step, which can go
 * on once it is given. Throws AwsFault.
 */
export async function* runS3(
  step: PlannedStep,
  from: StepCursor | null,
  context: SourceContext,
): AsyncGenerator<Fetched> {
  const request = S3Request.parse(step.request);
  const window = windowOf(request, { fromMs: step.fromMs ?? 0, toMs: step.toMs ?? Date.now() });
  const ending = new AbortController();
  const bucket = new S3Bucket(context.clients, request, AbortSignal.any([context.signal, ending.signal]));
  const wanted = wantedObjects(bucket, request, { window, cursor: from === null ? null : Cursor.parse(from) });
  const tally = new GapTally();
  const refused = new Refusals();
  /** Up to where all was given, or is missed. */
  let last: { prefix: string; key: string } | null = null;
  let whole = false;
  try {
    for await (const { item, work } of readAhead(
      unknownOnly(wanted, bucket, context),
      (next) => begin(bucket, next),
      AHEAD,
    )) {
      const { object, prefix } = item;
      if (object === null) {
        if (refused.someRead) yield* tally.take(`s3://${request.bucket}/${prefix}`, { ...window, cursor: last });
        continue;
      }
      last = { prefix, key: object.key };
      const first = await refused.watch(work, (fault) => tally.add(object, fault));
      // Who goes on from here has not heard of what was missed before it: only from there is it missed again.
      if (first !== null) yield* give(bucket, { prefix, object, isPlace: tally.isEmpty }, first);
    }
    refused.end();
    yield* tally.take(`s3://${request.bucket}/${request.prefix}`, { ...window, cursor: last });
    whole = true;
  } finally {
    // Whoever stops in the middle leaves nothing under way; at the end the last object may still be read.
    if (!whole) ending.abort();
  }
}

/** What the case has had is not begun; the end of a prefix passes. */
async function* unknownOnly(wanted: AsyncIterable<Wanted>, bucket: S3Bucket, { isKnown }: SourceContext) {
  for await (const item of wanted)
    if (item.object === null || !(await isKnown?.(identityOf(bucket, item.object)))) yield item;
}

function begin(bucket: S3Bucket, { object }: Wanted): { work: Promise<ObjectPart> | null; bytes: number } {
  if (object === null) return { work: null, bytes: 0 };
  const work = isArchived(object)
    ? Promise.reject(
        new ObjectFault("archived", `s3://${bucket.place.bucket}/${object.key} is in ${object.storageClass}`),
      )
    : readFirstPart(bucket, object);
  return { work, bytes: Math.min(object.size, PART_BYTES) };
}

const isArchived = ({ storageClass, restored }: ListedObject) =>
  (storageClass === "GLACIER" || storageClass === "DEEP_ARCHIVE") && !restored;

const identityOf = ({ place }: S3Bucket, { key, etag, size }: ListedObject) =>
  `s3://${place.bucket}/${key}#${etag}#${size}`;

function* give(
  bucket: S3Bucket,
  { prefix, object, isPlace }: { prefix: string; object: ListedObject; isPlace: boolean },
  { bytes, metadata }: ObjectPart,
): Generator<Fetched> {
  // A digest's own signature is not in it but beside it.
  if (metadata.signature !== undefined)
    yield {
      ...{ kind: "answer", service: "s3", operation: "GetObject", records: 1, cursor: null },
      input: { Bucket: bucket.place.bucket, Key: object.key, IfMatch: object.etag },
      answer: { Key: object.key, ETag: object.etag, ContentLength: object.size, Metadata: metadata },
    };
  yield {
    ...{ kind: "object", name: object.key, size: object.size, identity: identityOf(bucket, object) },
    open: async (start, signal) => openObject(bucket, object, { from: start, first: bytes, signal }),
    cursor: isPlace ? { prefix, key: object.key } : null,
  };
}

/** Tells a right that is missing from an object that cannot be had. */
class Refusals {
  #inRow = 0;
  #last: ObjectFault | null = null;
  someRead = false;

  /** The first part; null for an object that cannot be had, which is told. Throws what is of no object. */
  async watch(work: Promise<ObjectPart> | null, tell: (fault: ObjectFault) => void): Promise<ObjectPart | null> {
    try {
      const first = (await work) ?? null;
      this.someRead = true;
      this.#inRow = 0;
      return first;
    } catch (error) {
      if (!(error instanceof ObjectFault)) throw error;
      if (error.isRefusal) {
        this.#last = error;
        this.#inRow += 1;
        if (this.#inRow >= MOST_REFUSED) throw error;
      }
      tell(error);
      return null;
    }
  }

  /** Where nothing at all was let through, it was the right. */
  end(): void {
    if (!this.someRead && this.#last !== null) throw this.#last;
  }
}
