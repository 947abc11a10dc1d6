import type { OpenPlace } from "@/lib/sources/open-place.types";
import { askS3 } from "@/lib/sources/store/s3-client";
import { STORE_FAULT, StoreFault } from "@/lib/sources/store/store-fault";

/** The first window tells what a file is; reading on, each next one is twice as long. */
const FIRST_BYTES = 1 << 16;
const LARGEST_BYTES = 1 << 22;
/** How often a window is asked for again whose answer broke off. */
const BROKEN_ANSWERS = 4;

interface Window {
  start: number;
  bytes: Buffer;
}

/**
 * Opens an object of S3 for reading at any place, by ranges; whoever reads it in order has the next range under way. All
 * ranges are of the object that was opened: one that is replaced meanwhile ends in a StoreFault.
 */
export async function openS3({ bucket, key }: { bucket: string; key: string }): Promise<OpenPlace> {
  const first = await getRange({ bucket, key, etag: null }, 0, FIRST_BYTES);
  const object = { bucket, key, etag: first.etag };
  let window: Window = { start: 0, bytes: first.bytes };
  let ahead: { start: number; bytes: Promise<Buffer> } | null = null;
  const { size } = first;

  const fetchAhead = (start: number, length: number) => {
    const bytes = getRange(object, start, Math.min(length, size - start)).then((range) => range.bytes);
    // Its error is thrown when somebody wants these bytes.
    bytes.catch(() => undefined);
    ahead = { start, bytes };
  };

  const moveTo = async (position: number) => {
    const end = window.start + window.bytes.length;
    const inOrder = position === end;
    const length = inOrder ? Math.min(LARGEST_BYTES, Math.max(FIRST_BYTES, window.bytes.length * 2)) : FIRST_BYTES;
    if (ahead?.start !== position) fetchAhead(position, length);
    const wanted = ahead as { start: number; bytes: Promise<Buffer> } | null;
    ahead = null;
    window = { start: position, bytes: (await wanted?.bytes) ?? Buffer.alloc(0) };
    const next = position + window.bytes.length;
    if (inOrder && next < size) fetchAhead(next, Math.min(LARGEST_BYTES, window.bytes.length * 2));
  };

  return {
    size,
    async read(buffer, offset, length, position) {
      if (position >= size || length === 0) return { bytesRead: 0, buffer };
      if (position < window.start || position >= window.start + window.bytes.length) await moveTo(position);
      const from = position - window.start;
      const bytesRead = window.bytes.copy(buffer, offset, from, Math.min(from + length, window.bytes.length));
      return { bytesRead, buffer };
    },
    close: async () => undefined,
  };
}

interface Range {
  bytes: Buffer;
  size: number;
  etag: string | null;
}

/** An answer that breaks off in its middle is asked for again: the SDK repeats only what never began. */
async function getRange(
  { bucket, key, etag }: { bucket: string; key: string; etag: string | null },
  start: number,
  length: number,
): Promise<Range> {
  for (let broken = 1; ; broken += 1) {
    const wanted = { Bucket: bucket, Key: key, Range: `bytes=${start}-${start + length - 1}` };
    try {
      return await askS3({ bucket, what: "reading (s3:GetObject)" }, async (client, { GetObjectCommand }) => {
        const answer = await client.send(
          new GetObjectCommand({ ...wanted, ...(etag === null ? {} : { IfMatch: etag }) }),
        );
        const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
        const size = Number(/\/(\d+)$/.exec(answer.ContentRange ?? "")?.[1] ?? bytes.length);
        return { bytes, size, etag: answer.ETag ?? null };
      });
    } catch (error) {
      const status = statusOf(error);
      // No range of an empty object can be given.
      if (status === 416 && start === 0) return { bytes: Buffer.alloc(0), size: 0, etag: null };
      if (status === 412) throw new StoreFault(STORE_FAULT, "the object was replaced while it was read");
      if (status !== null || broken >= BROKEN_ANSWERS) throw error;
    }
  }
}

/** Of the answer that a fault comes from, 0 where there was none; null for an answer that broke off. */
function statusOf(fault: unknown): number | null {
  const cause = fault instanceof Error ? fault.cause : null;
  if (!(cause instanceof Error) || !("$metadata" in cause)) return null;
  return (cause.$metadata as { httpStatusCode?: number }).httpStatusCode ?? 0;
}
