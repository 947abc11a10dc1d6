import { type AskedOfAws, AwsFault, awsFault } from "@/lib/aws/aws-fault";

/** What stands between us and one object, while the others of its log may be read. */
export type ObjectProblem = "denied" | "kms-denied" | "kms-key" | "archived" | "gone" | "changed" | "broken";

/** A fault of one object, in words for people. */
export class ObjectFault extends AwsFault {
  constructor(
    readonly problem: ObjectProblem,
    message: string,
    cause?: AwsFault,
  ) {
    super(cause?.kind ?? "refused", cause?.code ?? problem, message, cause?.action ?? null, { cause });
    this.name = "ObjectFault";
  }

  /** A right that is missing: likely for all objects of a log. */
  get isRefusal(): boolean {
    return this.problem === "denied" || this.problem === "kms-denied";
  }
}

/** What reading an object ended in, by the names that the S3 API gives errors: of the object, or of all of S3. */
export function objectFault(error: unknown, { place, asked }: { place: string; asked: AskedOfAws }): AwsFault {
  if (error instanceof AwsFault) return error;
  const fault = awsFault(error, asked);
  const status = statusOf(error);
  const { code } = fault;
  if (/^KMS\./.test(code))
    return new ObjectFault("kms-key", `${place}: its KMS key cannot be used (${code.slice(4)})`, fault);
  if (code === "InvalidObjectState") return new ObjectFault("archived", `${place} is archived`, fault);
  if (code === "NoSuchBucket") return fault;
  if (code === "NoSuchKey" || status === 404) return new ObjectFault("gone", `${place} is there no more`, fault);
  if (code === "PreconditionFailed" || status === 412)
    return new ObjectFault("changed", `${place} was written again after it was listed`, fault);
  if (fault.kind !== "denied") return fault;
  return new ObjectFault(
    fault.action?.startsWith("kms:") ? "kms-denied" : "denied",
    `${place}: ${fault.message}`,
    fault,
  );
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("$metadata" in error)) return null;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode ?? null;
}
