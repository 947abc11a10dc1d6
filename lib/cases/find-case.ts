import { type Actor, OPERATOR } from "@/lib/auth/person";
import { PURGING } from "@/lib/cases/case-state";
import { CASE_FIELDS, type CaseSummary } from "@/lib/cases/case-summary";
import { prisma } from "@/lib/db/client";

/** The oldest case of a name that someone is on and that is not the scratch case of a command run; null when there is none. */
export function findCase(title: string, actor: Actor = OPERATOR): Promise<CaseSummary | null> {
  return prisma().case.findFirst({
    where: {
      title: title.trim(),
      scratch: false,
      state: { not: PURGING },
      ...(actor.id === null ? {} : { members: { some: { userId: actor.id } } }),
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: CASE_FIELDS,
  });
}
