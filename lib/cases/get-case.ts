import { z } from "zod";
import { CASE_FIELDS, type CaseSummary } from "@/lib/cases/case-summary";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";

/** The case of an id. Throws an AppError `not-found` for an unknown or malformed one. */
export async function getCase(caseId: string): Promise<CaseSummary> {
  const id = z.uuid().safeParse(caseId);
  const found = id.success ? await prisma().case.findUnique({ where: { id: id.data }, select: CASE_FIELDS }) : null;
  if (!found) throw new AppError("not-found", "There is no such case.");
  return found;
}
