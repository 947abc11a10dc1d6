/** The code of a fault of the store itself: what is read or written just then is not to blame. */
export const STORE_FAULT = "ESTORE";

/** What keeps the store of originals from answering, in words for people, with what to do. */
export class StoreFault extends Error {
  /** `ENOENT` where an object is not there, as the file system says it. */
  readonly code: typeof STORE_FAULT | "ENOENT";

  constructor(code: StoreFault["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreFault";
    this.code = code;
  }
}

interface Answer {
  name: string;
  status: number | null;
}

const CREDENTIALS = /^(InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|TokenRefreshRequired)$/;
const REFUSED = /^(AccessDenied|AllAccessDisabled|AccountProblem|Forbidden)$/;
const BUSY = /^(SlowDown|ServiceUnavailable|InternalError|RequestTimeout|ThrottlingException|503)$/;

/** Names from the error responses of the S3 API, and those that the SDK gives where it never got an answer. */
export function storeFault(error: unknown, asked: { bucket: string; what: string }): StoreFault {
  if (error instanceof StoreFault) return error;
  const words = wordsFor(answerOf(error), asked);
  const gone = words === GONE;
  return new StoreFault(gone ? "ENOENT" : STORE_FAULT, words, { cause: error });
}

const GONE = "there is no such object";

function wordsFor({ name, status }: Answer, { bucket, what }: { bucket: string; what: string }): string {
  if (name === "NoSuchKey" || (status === 404 && name !== "NoSuchBucket")) return GONE;
  const store = `The store of originals, bucket ${bucket},`;
  if (name === "NoSuchBucket") return `There is no bucket ${bucket}: create it, or correct THREADLINE_EVIDENCE_STORE.`;
  if (CREDENTIALS.test(name))
    return `${store} does not take the AWS credentials of this machine (${name}): renew them.`;
  if (REFUSED.test(name) || status === 403)
    return `${store} refused ${what} (${name}): the AWS identity of this machine lacks that permission.`;
  if (name === "CredentialsProviderError") return `${store} cannot be asked: this machine has no AWS credentials.`;
  if (/region is missing/i.test(name)) return `${store} cannot be asked: set AWS_REGION to the bucket's region.`;
  if (name === "PermanentRedirect" || status === 301)
    return `${store} is in another region: set AWS_REGION to the bucket's region.`;
  if (name === "NotImplemented" || status === 501)
    return `${store} cannot promise not to overwrite (${name}): it lacks conditional writes, and is not used.`;
  if (BUSY.test(name) || (status !== null && status >= 500))
    return `${store} is too busy to answer (${name}): go on later.`;
  if (status === null) return `${store} cannot be reached (${name}): check the network and AWS_ENDPOINT_URL_S3.`;
  return `${store} answered ${what} with ${status} ${name}.`;
}

function answerOf(error: unknown): Answer {
  if (!(error instanceof Error)) return { name: String(error), status: null };
  const metadata = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  // The SDK's own errors are named; those of the network have a code.
  const named = error.name === "Error" ? (code ?? error.message) : error.name;
  return { name: named, status: metadata.httpStatusCode ?? null };
}
