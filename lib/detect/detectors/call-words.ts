import type { Caller } from "@/lib/detect/inputs/calls.types";

/** Whose detection it is: the instance that its session goes back to, else the caller. */
export function callSubject(caller: Caller): { subject: string; instanceId: string | null } {
  return { subject: caller.instanceId ?? caller.arn ?? caller.name, instanceId: caller.instanceId };
}

/** A caller as a sentence names it. */
export function callerWords({ name, accessKeyId, instanceId, isOwn }: Caller): string {
  const key = accessKeyId === null ? "" : ` (key ${accessKeyId})`;
  if (isOwn) return `The role session of ${instanceId}${key}`;
  return instanceId === null ? `${name}${key}` : `${name}${key}, a session that ${instanceId}'s led to`;
}

/** `a, b and 3 more` */
export function listWords(texts: readonly string[], most = 4): string {
  const all = [...new Set(texts)];
  if (all.length <= most) return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
  return `${all.slice(0, most).join(", ")} and ${all.length - most} more`;
}
