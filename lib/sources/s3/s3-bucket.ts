import { setMaxListeners } from "node:events";
import type {
  GetObjectCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
  S3Client,
} from "@aws-sdk/client-s3";
import type { AwsClients } from "@/lib/aws/aws-clients";
import { type AskedOfAws, askAws } from "@/lib/aws/aws-fault";
import { objectFault } from "@/lib/sources/s3/object-fault";

/** Loaded with the first bucket that is asked. */
const sdk = () => import("@aws-sdk/client-s3");

/** Where objects are read from. */
export interface BucketPlace {
  bucket: string;
  requesterPays: boolean;
}

/** A bucket, asked in the region where it lies, which the first answer tells. */
export class S3Bucket {
  readonly #clients: AwsClients;
  readonly place: BucketPlace;
  readonly signal: AbortSignal;
  #region: string | undefined;

  constructor(clients: AwsClients, place: BucketPlace, signal: AbortSignal) {
    this.#clients = clients;
    this.place = place;
    // One of its own: as many requests as are under way listen to it.
    this.signal = AbortSignal.any([signal]);
    setMaxListeners(0, this.signal);
  }

  /** A page of keys as S3 gives it. Throws AwsFault. */
  list(input: Omit<ListObjectsV2CommandInput, "Bucket">): Promise<ListObjectsV2CommandOutput> {
    const asked = this.#asked("s3:ListBucket", input.Prefix ?? "");
    return askAws({ ...asked, signal: this.signal }, () =>
      this.#ask(async (client) => {
        const { ListObjectsV2Command } = await sdk();
        return client.send(
          new ListObjectsV2Command({
            ...input,
            ...this.#about(),
            // Keys may hold what XML cannot.
            EncodingType: "url",
            OptionalObjectAttributes: ["RestoreStatus"],
          }),
          { abortSignal: this.signal },
        );
      }),
    );
  }

  /** An object's bytes as they come, of the state that the ETag names. Throws ObjectFault where it is of this object, else AwsFault. */
  async get(key: string, { etag, range }: { etag: string; range: string | null }): Promise<GetObjectCommandOutput> {
    const about = { ...this.#about(), Key: key, IfMatch: etag };
    try {
      return await this.#ask(async (client) => {
        const { GetObjectCommand } = await sdk();
        const command = new GetObjectCommand({ ...about, ...(range === null ? {} : { Range: range }) });
        return client.send(command, { abortSignal: this.signal });
      });
    } catch (error) {
      this.signal.throwIfAborted();
      throw objectFault(error, { place: this.placeOf(key), asked: this.#asked("s3:GetObject", key) });
    }
  }

  placeOf(key: string): string {
    return `s3://${this.place.bucket}/${key}`;
  }

  #asked(action: string, key: string): AskedOfAws {
    const { accountId, region } = this.#clients.input;
    return { action, accountId, region: this.#region ?? region, about: this.placeOf(key) };
  }

  #about() {
    const { bucket, requesterPays } = this.place;
    return { Bucket: bucket, ...(requesterPays ? { RequestPayer: "requester" as const } : {}) };
  }

  async #ask<T>(ask: (client: S3Client) => Promise<T>): Promise<T> {
    try {
      return await ask(await this.#clients.of("s3", this.#region));
    } catch (error) {
      const region = otherRegion(error);
      if (region === null || region === this.#region) throw error;
      this.#region = region;
      return ask(await this.#clients.of("s3", region));
    }
  }
}

/** The region that S3 names where a bucket is asked in another one; null for any other fault. */
function otherRegion(error: unknown): string | null {
  if (!(error instanceof Error) || !("$response" in error)) return null;
  const status = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : null;
  if (status !== 301 && status !== 307 && status !== 400) return null;
  const { headers = {} } = (error.$response ?? {}) as { headers?: Record<string, string> };
  return headers["x-amz-bucket-region"] ?? null;
}
