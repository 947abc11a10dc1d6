/**
 * What kept AWS from answering: `denied` lacks a permission, `expired` and `credentials` are of the sign-in, `busy` may be asked again
 * later, `not-enabled` is a service or a region that the account does not use, `unreachable` is the network or the endpoint.
 */
export type AwsFaultKind =
  | "denied"
  | "expired"
  | "credentials"
  | "busy"
  | "not-enabled"
  | "not-found"
  | "unreachable"
  | "clock"
  | "refused";

/** A fault of AWS in words for people, with what to do. */
export class AwsFault extends Error {
  constructor(
    readonly kind: AwsFaultKind,
    /** AWS's own name of it, or that of the network: `AccessDeniedException`, `ECONNREFUSED`. */
    readonly code: string,
    message: string,
    /** The IAM action that is missing, as far as AWS says which. */
    readonly action: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "AwsFault";
  }
}

/** What was asked, as IAM names it (`cloudtrail:LookupEvents`), and where. */
export interface AskedOfAws {
  action: string;
  accountId: string;
  region: string;
  /** Bucket, log group or what else it was asked about. */
  about?: string;
}

/** Asks AWS one thing. Throws an AwsFault, or what the signal was aborted with. */
export async function askAws<T>(asked: AskedOfAws & { signal?: AbortSignal }, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    asked.signal?.throwIfAborted();
    throw awsFault(error, asked);
  }
}

interface Answer {
  code: string;
  message: string;
  /** Of HTTP; null where no answer came. */
  status: number | null;
}

// Names of errors as the services' API references list them, and those of the SDK and of Node.js where no answer came.
const KINDS: [AwsFaultKind, RegExp][] = [
  ["expired", /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired|ExpiredTokenException)$/],
  ["clock", /^(RequestTimeTooSkewed|RequestInTheFuture)$/],
  [
    "credentials",
    /^(CredentialsProviderError|TokenProviderError|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature(Exception)?|MissingAuthenticationToken(Exception)?|AuthFailure|InvalidToken)$/,
  ],
  [
    "not-enabled",
    /^(OptInRequired|SubscriptionRequiredException|InvalidAccessException|AWSOrganizationsNotInUseException)$/,
  ],
  [
    "denied",
    /^(AccessDenied(Exception|Fault)?|UnauthorizedOperation|UnauthorizedException|Forbidden|AuthorizationError(Exception)?|AllAccessDisabled|403)$/,
  ],
  [
    "busy",
    /^(Throttling(Exception)?|ThrottledException|RequestThrottled(Exception)?|RequestLimitExceeded|TooManyRequestsException|LimitExceededException|SlowDown|ServiceUnavailable(Exception)?|InternalError|InternalFailure|InternalServerError(Exception)?|InternalException|RequestTimeout(Exception)?|503)$/,
  ],
  [
    "not-found",
    /^(NoSuch\w+|NotFound|ResourceNotFoundException|EntityNotFoundException|\w+\.NotFound|\w+NotFound(Fault|Exception)?)$/,
  ],
];
const NO_ANSWER =
  /^(E[A-Z]+|EAI_AGAIN|TimeoutError|NetworkingError|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/;

function kindOf({ code, message, status }: Answer): AwsFaultKind {
  // A profile of single sign-on that ran out has no code of its own.
  if (/SSO session .*(expired|invalid)|Token is expired/i.test(message)) return "expired";
  if (/Signature (expired|not yet current)/.test(message)) return "clock";
  const found = KINDS.find(([, names]) => names.test(code));
  if (found) return found[0];
  if (status === null && (NO_ANSWER.test(code) || /socket hang up|aborted|closed/i.test(message))) return "unreachable";
  if (status === 403) return "denied";
  if (status === 404) return "not-found";
  return status !== null && (status === 429 || status >= 500) ? "busy" : "refused";
}

/** An error of the SDK in words. Of another error it says what it says itself. */
export function awsFault(error: unknown, asked: AskedOfAws): AwsFault {
  if (error instanceof AwsFault) return error;
  const answer = answerOf(error);
  const kind = kindOf(answer);
  const missing = kind === "denied" ? missingAction(answer.message, asked.action) : null;
  return new AwsFault(kind, answer.code, wordsFor(kind, answer, asked), missing, { cause: error });
}

const missingAction = (message: string, asked: string) =>
  /not authorized to perform: ?([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1] ?? asked;

function wordsFor(kind: AwsFaultKind, { code, message, status }: Answer, asked: AskedOfAws): string {
  const { action, accountId, region, about } = asked;
  const place = `${about === undefined ? "" : `${about}, `}account ${accountId}, ${region}`;
  const say: Record<AwsFaultKind, () => string> = {
    denied: () => deniedWords(message, { place, action: missingAction(message, action) }),
    expired: () => `The AWS sign-in of this machine has expired (${code}): sign in again, then go on.`,
    credentials: () =>
      code === "CredentialsProviderError" || code === "TokenProviderError"
        ? "This machine has no AWS credentials that the connection can use: give it a role, a profile or environment variables."
        : `AWS does not take the credentials for ${place} (${code}): they are wrong, or the region is not enabled for the account.`,
    busy: () => `AWS is too busy to answer ${action} (${place}): ${code}. Go on later.`,
    "not-enabled": () => `The account does not use what ${action} asks (${place}): ${code}.`,
    "not-found": () => `What ${action} asks for is not there (${place}): ${code}.`,
    unreachable: () =>
      `${action} got no answer (${place}): ${code}. Check the network, and the connection's endpoints.`,
    clock: () => "The clock of this machine differs too much from AWS's: set it right.",
    refused: () =>
      `AWS answered ${action} (${place}) with ${[status, code].filter((part) => part !== null).join(" ")}: ${message}`,
  };
  return say[kind]();
}

/** A deny that is written down stays in force whatever is allowed beside it. */
function deniedWords(message: string, { place, action }: { place: string; action: string }): string {
  const deny = /with an explicit deny in (?:an? |the )?([a-z -]+ policy)/i.exec(message)?.[1];
  if (deny !== undefined) return `${action} is denied by a ${deny} (${place}): allowing it elsewhere does not help.`;
  const boundary =
    /because no (service control policy|permissions boundary|session policy|resource control policy|VPC endpoint policy)/i.exec(
      message,
    )?.[1];
  if (boundary !== undefined) return `No ${boundary} allows ${action} (${place}).`;
  if (action.startsWith("kms:")) return `What lies there is encrypted, and ${action} on its key is missing (${place}).`;
  return `The permission ${action} is missing (${place}).`;
}

function answerOf(error: unknown): Answer {
  if (!(error instanceof Error)) return { code: "unknown", message: String(error), status: null };
  const metadata = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  const networkCode = "code" in error && typeof error.code === "string" ? error.code : null;
  // The SDK's own errors are named; those of the network have a code.
  const code = error.name === "Error" ? (networkCode ?? "Error") : error.name;
  return { code, message: error.message, status: metadata.httpStatusCode ?? null };
}
