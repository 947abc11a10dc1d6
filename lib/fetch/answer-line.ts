/** Which request got an answer; it stands in the answer itself, as one more member, `threadlineFetch`. */
export interface AnswerOrigin {
  service: string;
  operation: string;
  region: string;
  accountId: string;
  input: Record<string, unknown>;
  /** When it came: ISO 8601, UTC. */
  at: string;
  /** 1 for a step's first answer. */
  page: number;
}

/**
 * An answer of an API as one line of JSON, as the AWS CLI writes it (instants as ISO text, bytes as base64, nothing of the
 * request's course), with the request that got it. Such a line is read as what the CLI writes is read.
 */
export function answerLine(answer: Record<string, unknown>, origin: AnswerOrigin): string {
  const { $metadata: _, ...members } = answer;
  return `${JSON.stringify({ ...members, threadlineFetch: origin }, plain)}\n`;
}

/** JSON as people and other programs read it: an instant is one by now, through its own `toJSON`. */
function plain(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "bigint" ? value.toString() : value;
}
