import { type KeyWindow, mayHold } from "@/lib/sources/s3/key-span";
import { type ListedObject, listKeys } from "@/lib/sources/s3/list-keys";
import type { S3Bucket } from "@/lib/sources/s3/s3-bucket";
import { prefixesOf, type S3Request } from "@/lib/sources/s3/s3-request";

/** An object to read, or the end of what lies below one prefix. */
export type Wanted = { prefix: string; object: ListedObject } | { prefix: string; object: null };

/** Where a step stands: all that comes up to this key, below this prefix, has been given. */
export interface S3Cursor {
  prefix: string;
  key: string;
}

/**
 * The objects of a log that may hold something of a window, prefix by prefix, streaming: a page of keys is held at a time.
 * Throws AwsFault.
 */
export async function* wantedObjects(
  bucket: S3Bucket,
  request: S3Request,
  { window, cursor = null }: { window: KeyWindow; cursor?: S3Cursor | null },
): AsyncGenerator<Wanted> {
  const prefixes = prefixesOf(request, window);
  const begun = Math.max(0, cursor === null ? 0 : prefixes.indexOf(cursor.prefix));
  const folders = request.days === null && !request.whole;
  for (const prefix of prefixes.slice(begun)) {
    const after = cursor?.prefix === prefix ? cursor.key : null;
    for await (const { objects } of listKeys(bucket, { prefix, after, folders }))
      for (const object of objects)
        if (isFile(object) && mayHold(window, object.key, object.writtenMs)) yield { prefix, object };
    yield { prefix, object: null };
  }
}

/** Folder markers, which consoles write, hold nothing. */
const isFile = ({ key, size }: ListedObject) => !(size === 0 && key.endsWith("/"));
