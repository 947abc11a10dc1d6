import { CASE_FIELDS, type CaseSummary } from "@/lib/cases/case-summary";
import { prisma } from "@/lib/db/client";

const LIMIT = 500;

/** The cases that are kept, newest first, at most 500. */
export function listCases(): Promise<CaseSummary[]> {
  return prisma().case.findMany({
    where: { scratch: false },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: LIMIT,
    select: CASE_FIELDS,
  });
}
