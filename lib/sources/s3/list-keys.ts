import type { ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import type { S3Bucket } from "@/lib/sources/s3/s3-bucket";

/** An object as a listing tells of it. */
export interface ListedObject {
  key: string;
  /** As S3 writes it, with its quotation marks. */
  etag: string;
  size: number;
  /** Epoch milliseconds of the last writing. */
  writtenMs: number | null;
  /** `GLACIER`, `DEEP_ARCHIVE` … */
  storageClass: string | null;
  /** Brought back from an archive, for now. */
  restored: boolean;
}

export interface KeyPage {
  objects: ListedObject[];
  /** With a delimiter: the folders right below, each with its whole path. */
  folders: string[];
}

/**
 * The keys that begin with a prefix, in S3's order (of their UTF-8 bytes), a page (1,000) at a time; the next page is under way
 * while one is looked at, and no more than two are held. `after` leaves out what is not behind it. With `folders` only what
 * lies right below the prefix. Throws AwsFault.
 */
export async function* listKeys(
  bucket: S3Bucket,
  { prefix, after = null, folders = false }: { prefix: string; after?: string | null; folders?: boolean },
): AsyncGenerator<KeyPage> {
  const about = { Prefix: prefix, ...(folders ? { Delimiter: "/" } : {}) };
  const begin = (more: { StartAfter?: string; ContinuationToken?: string }) => {
    const page = bucket.list({ ...about, ...more });
    // Its error is thrown when somebody wants the page.
    page.catch(() => undefined);
    return page;
  };
  let next: Promise<ListObjectsV2CommandOutput> | null = begin(after === null ? {} : { StartAfter: after });
  while (next !== null) {
    const answer: ListObjectsV2CommandOutput = await next;
    next = answer.NextContinuationToken ? begin({ ContinuationToken: answer.NextContinuationToken }) : null;
    yield readPage(answer);
  }
}

function readPage({ Contents = [], CommonPrefixes = [], EncodingType }: ListObjectsV2CommandOutput): KeyPage {
  const text = (given: string | undefined) => (EncodingType === "url" ? decodeKey(given ?? "") : (given ?? ""));
  return {
    objects: Contents.map((object) => ({
      key: text(object.Key),
      etag: object.ETag ?? "",
      size: object.Size ?? 0,
      writtenMs: object.LastModified?.getTime() ?? null,
      storageClass: object.StorageClass ?? null,
      restored: object.RestoreStatus?.RestoreExpiryDate !== undefined && !object.RestoreStatus.IsRestoreInProgress,
    })),
    folders: CommonPrefixes.map(({ Prefix }) => text(Prefix)),
  };
}

/** As forms are encoded: a plus stands for a space. A key that was not encoded so is taken as it is. */
function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
