const STREAM_OF_INTERFACE = /^(eni-[0-9a-f]{8,17})-(?:all|accept|reject)$/;

/** The interface that a flow log's stream is named for, or null. */
export function streamInterface(stream: string): string | null {
  return STREAM_OF_INTERFACE.exec(stream)?.[1] ?? null;
}

/**
 * What tells the flow logs of CloudWatch apart: log group and stream. Every interface has a stream of its own, so its
 * id is left out: one log has one name over all its streams.
 */
export function logKeyOf(group: string | null, stream: string): string {
  return `${group ?? ""}:${stream.replace(/^eni-[0-9a-z]+/, "eni")}`.slice(0, 200);
}
