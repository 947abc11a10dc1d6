import { addAbortSignal, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { ListedObject } from "@/lib/sources/s3/list-keys";
import { ObjectFault } from "@/lib/sources/s3/object-fault";
import type { S3Bucket } from "@/lib/sources/s3/s3-bucket";

/** What is asked for at once of an object; a larger one comes in ranges, several under way. */
export const PART_BYTES = 1 << 23;
const PARTS_AT_ONCE = 4;
/** How often in a row a part is asked for again of which nothing more came. */
const BROKEN_ANSWERS = 6;
const FIRST_WAIT_MS = 100;

export interface ObjectPart {
  bytes: Buffer;
  /** What whoever wrote the object put beside it. */
  metadata: Record<string, string>;
}

/** The first part of an object, all of it where it is small. Throws ObjectFault. */
export function readFirstPart(bucket: S3Bucket, object: ListedObject): Promise<ObjectPart> {
  return readPart(bucket, object, 0);
}

/**
 * An object's bytes from one on, `first` being its first part where that was read before. All are of the state that was
 * listed: an object that was written again meanwhile ends in an ObjectFault `changed`.
 */
export function openObject(
  bucket: S3Bucket,
  object: ListedObject,
  { from, first, signal }: { from: number; first: Buffer | null; signal: AbortSignal },
): Readable {
  return addAbortSignal(signal, Readable.from(parts(bucket, object, from, first), { objectMode: false }));
}

async function* parts(bucket: S3Bucket, object: ListedObject, from: number, first: Buffer | null) {
  const running: Promise<ObjectPart>[] = [];
  let next = from;
  if (first !== null && from < first.length) {
    yield from === 0 ? first : first.subarray(from);
    next = first.length;
  }
  try {
    while (running.length > 0 || next < object.size) {
      while (running.length < PARTS_AT_ONCE && next < object.size) {
        const part = readPart(bucket, object, next);
        part.catch(() => undefined);
        running.push(part);
        next += PART_BYTES;
      }
      const part = await running.shift();
      if (part) yield part.bytes;
    }
  } finally {
    // Whoever stops reading leaves nothing under way that nobody waits for.
    await Promise.allSettled(running);
  }
}

/** One part from a byte on. An answer that ends early is asked for again from where it ended. */
async function readPart(bucket: S3Bucket, object: ListedObject, start: number): Promise<ObjectPart> {
  const end = Math.min(start + PART_BYTES, object.size);
  const pieces: Buffer[] = [];
  let metadata: Record<string, string> = {};
  let at = start;
  for (let broken = 0; ; broken += 1) {
    const whole = at === 0 && end === object.size;
    const answer = await bucket.get(object.key, {
      etag: object.etag,
      range: whole ? null : `bytes=${at}-${end - 1}`,
    });
    metadata = answer.Metadata ?? metadata;
    const before = at;
    try {
      for await (const piece of (answer.Body ?? []) as AsyncIterable<Buffer>) {
        pieces.push(piece);
        at += piece.length;
      }
    } catch (error) {
      bucket.signal.throwIfAborted();
      // A body whose own checksum does not hold is no part of it: all of it is asked for again.
      if (/checksum/i.test(String(error))) at = restart(pieces, start);
    }
    if (at === end) return { bytes: Buffer.concat(pieces), metadata };
    if (at > end) throw new ObjectFault("changed", `more bytes than listed came of ${object.key}`);
    if (at > before) broken = 0;
    else if (broken >= BROKEN_ANSWERS)
      throw new ObjectFault("broken", `the connection broke ${broken + 1} times in a row while ${object.key} was read`);
    await sleep(FIRST_WAIT_MS * 2 ** broken, undefined, { signal: bucket.signal });
  }
}

function restart(pieces: Buffer[], start: number): number {
  pieces.length = 0;
  return start;
}
