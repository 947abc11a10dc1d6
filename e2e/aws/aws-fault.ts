import type { ServiceName } from "@/e2e/aws/wire/services";

/** What a handler throws to answer with a fault of its service. */
export class AwsFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Members of the fault beside its message, by their name on the wire. */
    readonly more: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** IAM's name of what a call needs, where it is not the operation's own. */
const OTHER_ACTIONS: Record<string, string> = {
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:ListObjects": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
};
export const actionOf = (service: ServiceName, operation: string) =>
  OTHER_ACTIONS[`${service}:${operation}`] ?? `${service}:${operation}`;

type Way = "throttled" | "expired" | "denied" | "unavailable";
type Code = [code: string, status: number];

/** The same mishap has another name at each service. */
const CODES: Record<Way, { other: Code } & Partial<Record<ServiceName, Code>>> = {
  throttled: {
    other: ["ThrottlingException", 400],
    ec2: ["RequestLimitExceeded", 503],
    guardduty: ["TooManyRequestsException", 429],
    iam: ["Throttling", 400],
    s3: ["SlowDown", 503],
    securityhub: ["TooManyRequestsException", 429],
    sts: ["Throttling", 400],
  },
  expired: {
    other: ["ExpiredTokenException", 400],
    ec2: ["RequestExpired", 400],
    guardduty: ["ExpiredTokenException", 403],
    iam: ["ExpiredToken", 403],
    s3: ["ExpiredToken", 400],
    securityhub: ["ExpiredTokenException", 403],
    sts: ["ExpiredToken", 403],
  },
  denied: {
    other: ["AccessDeniedException", 400],
    ec2: ["UnauthorizedOperation", 403],
    guardduty: ["AccessDeniedException", 403],
    iam: ["AccessDenied", 403],
    s3: ["AccessDenied", 403],
    securityhub: ["AccessDeniedException", 403],
    sts: ["AccessDenied", 403],
  },
  unavailable: {
    other: ["InternalFailure", 500],
    s3: ["InternalError", 500],
  },
};

const MESSAGES: Record<Way, (who: string, action: string) => string> = {
  throttled: () => "Rate exceeded",
  expired: () => "The security token included in the request is expired",
  denied: (who, action) =>
    `User: ${who} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  unavailable: () => "We encountered an internal error. Please try again.",
};

/** The fault of a mishap, as the service words it. */
export function faultOf(way: Way, asked: { service: ServiceName; operation: string; who: string }): AwsFault {
  const [code, status] = CODES[way][asked.service] ?? CODES[way].other;
  return new AwsFault(code, MESSAGES[way](asked.who, actionOf(asked.service, asked.operation)), status);
}
