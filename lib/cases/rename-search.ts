import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { SearchName } from "@/lib/cases/search-name";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const RenamedSearch = z.object({ caseId: z.uuid(), searchId: z.number().int().positive(), name: SearchName });
export type RenamedSearch = z.input<typeof RenamedSearch>;

/** Gives a saved search another name. Throws AppError `not-found`, or `conflict` for a name that another search has. */
export async function renameSearch(input: RenamedSearch, actor: Actor): Promise<void> {
  const { caseId, searchId, name } = RenamedSearch.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "searches.change" });
    const found = await transaction.savedSearch.findFirst({ where: { id: searchId, caseId } });
    if (!found) throw new AppError("not-found", "This search was removed.");
    if (found.name === name) return;
    const other = await transaction.savedSearch.findUnique({ where: { caseId_name: { caseId, name } } });
    if (other) throw new AppError("conflict", `The case has a search called “${name}” already.`);
    await transaction.savedSearch.update({ where: { id: searchId }, data: { name }, select: { id: true } });
    const detail = { was: found.name, query: found.query };
    await appendAuditEntry(transaction, { actor, action: "search.renamed", caseId, subject: name, detail });
  });
}
