/** An answer of the SDK as it is kept: without what the SDK adds about the request; times become ISO text as JSON. */
export function answerOf(output: object): Record<string, unknown> {
  const { $metadata: _metadata, ...answer } = output as Record<string, unknown>;
  return answer;
}
