import type { S3Client } from "@aws-sdk/client-s3";
import { storeSettings } from "@/lib/env";
import { storeFault } from "@/lib/sources/store/store-fault";

// Loaded when the first object is asked for: whoever keeps originals on disk never pays for it.
const sdk = () => import("@aws-sdk/client-s3");
export type S3Sdk = Awaited<ReturnType<typeof sdk>>;

/** A busy store is asked again, each time later, for about half a minute in all. */
const ATTEMPTS = 8;
const CONNECT_MS = 5_000;
const SILENT_MS = 60_000;

let kept: { endpoint: string | null; client: Promise<S3Client> } | null = null;

/** One client a process: region, credentials and endpoint as the SDK finds them in its environment. */
function clientOf(endpoint: string | null): Promise<S3Client> {
  if (kept?.endpoint !== endpoint) kept = { endpoint, client: makeClient(endpoint) };
  return kept.client;
}

async function makeClient(endpoint: string | null): Promise<S3Client> {
  const { S3Client } = await sdk();
  return new S3Client({
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
  });
}

/** Asks S3 one thing. Throws a StoreFault that names `what`, or what the signal was aborted with. */
export async function askS3<T>(
  asked: { bucket: string; what: string; signal?: AbortSignal },
  ask: (client: S3Client, sdk: S3Sdk) => Promise<T>,
): Promise<T> {
  const { s3Endpoint } = storeSettings();
  try {
    return await ask(await clientOf(s3Endpoint), await sdk());
  } catch (error) {
    asked.signal?.throwIfAborted();
    throw storeFault(error, asked);
  }
}
