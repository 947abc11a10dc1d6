import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { TRAIL, TrailLine } from "@/lib/transfer/case-layout";
import { jsonOf, refused } from "@/lib/transfer/read-pack";

/**
 * Throws AppError `invalid` unless each entry of a trail says what its hash is of. That none is missing between them, only the
 * installation that wrote them can show.
 */
export function checkTrail(trail: string): void {
  for (const [at, line] of trail.split("\n").entries()) {
    if (line === "") continue;
    const entry = TrailLine.safeParse(jsonOf(TRAIL, Buffer.from(line)));
    if (!entry.success) throw refused(`line ${at + 1} of its audit trail cannot be read`);
    if (!holds(entry.data)) throw refused(`line ${at + 1} of its audit trail is not what its hash says`);
  }
}

/** By the two rules of an entry's hash, as the migrations `core` and `audit_rule_two` have them. */
function holds({ text, details, hash: told, actor, action, subject, detail }: TrailLine): boolean {
  if (hash("sha256", text) !== told) return false;
  const hashed: unknown = jsonOf(TRAIL, Buffer.from(text));
  if (!Array.isArray(hashed)) return false;
  if (details === null)
    return isDeepStrictEqual([hashed[2], hashed[3], hashed[5], hashed[6]], [actor, action, subject, detail]);
  if (hash("sha256", details) !== hashed[8]) return false;
  const [, ...said] = jsonOf(TRAIL, Buffer.from(details)) as unknown[];
  return isDeepStrictEqual([hashed[3], hashed[4], ...said], [actor, action, subject, detail]);
}
