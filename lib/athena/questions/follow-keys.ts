/** A call, as far as keys go: whose session, with which key, and the key that it answered with. */
export interface KeyStep {
  sessionName: string;
  accessKeyId: string;
  issuedKeyId: string | null;
}

/** The keys of the instances' sessions, those that are asked for, and all that were obtained with them, to any depth. */
export function followKeys(
  steps: readonly KeyStep[],
  instanceIds: readonly string[],
  asked: readonly string[],
): string[] {
  const own = new Set(instanceIds);
  const issued = new Map<string, string[]>();
  const found = new Set(asked);
  for (const { sessionName, accessKeyId, issuedKeyId } of steps) {
    if (own.has(sessionName)) found.add(accessKeyId);
    if (issuedKeyId === null) continue;
    const keys = issued.get(accessKeyId);
    if (keys) keys.push(issuedKeyId);
    else issued.set(accessKeyId, [issuedKeyId]);
  }
  // A set gives what is added to it while it is walked, too.
  for (const key of found) for (const next of issued.get(key) ?? []) found.add(next);
  return [...found].sort();
}
