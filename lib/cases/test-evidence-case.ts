import type { Person } from "@/lib/auth/person";
import { putOnCase } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { prisma } from "@/lib/db/client";
import { fileAccounts } from "@/lib/ingest/test-accounts";

/** For tests: a case of the command line, which its owners lead, with a person on it as an investigator. */
export async function caseWith(title: string, person: Person): Promise<string> {
  const { id } = await createCase({ title });
  await putOnCase(id, person, "investigator");
  return id;
}

/** The entries of a case in the trail, in their order. */
export async function auditOf(caseId: string): Promise<{ action: string; actor: string }[]> {
  return prisma().auditEntry.findMany({
    ...{ where: { caseId }, orderBy: { id: "asc" }, select: { action: true, actor: true } },
  });
}

/** What each file of a case holds, and what of it counts, as text. */
export async function marksOf(caseId: string): Promise<string> {
  return JSON.stringify(await fileAccounts(caseId));
}
