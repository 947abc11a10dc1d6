import { z } from "zod";
import { checkCase } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { prisma } from "@/lib/db/client";

export const SeenCase = z.object({
  caseId: z.uuid(),
  /** The last entry of the trail that was shown, or that there was. */
  upTo: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});
export type SeenCase = z.input<typeof SeenCase>;

/**
 * Keeps how far someone has seen a case; never back, and not beyond what there is. What one has read is nobody's business: no entry in the
 * trail tells of it. Throws AppError `not-found`.
 */
export async function seeCase(input: SeenCase, person: Person): Promise<void> {
  const { caseId, upTo } = SeenCase.parse(input);
  await checkCase(person, caseId, "case.read");
  await prisma().$executeRaw`
    INSERT INTO case_visits AS v (case_id, user_id, seen_id)
    SELECT ${caseId}::uuid, ${person.id}, least(${upTo}::bigint, coalesce(max(id), 0)) FROM audit_entries WHERE case_id = ${caseId}::uuid
    ON CONFLICT (case_id, user_id) DO UPDATE SET seen_id = greatest(v.seen_id, excluded.seen_id), seen_at = now()`;
}
