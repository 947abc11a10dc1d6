import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { SearchName } from "@/lib/cases/search-name";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import { readQuery } from "@/lib/search/read-query";

export const NewSearch = z.object({
  caseId: z.uuid(),
  name: SearchName,
  query: PersonText.trim()
    .min(1, "Type a query first.")
    .max(MOST_CHARACTERS)
    .refine((text) => readQuery(text).mistakes.length === 0, "Not all of the query can be read."),
});
export type NewSearch = z.input<typeof NewSearch>;

const MOST_SAVED = 200;

/**
 * Keeps a query for everyone who works on the case. Throws AppError `not-found`, `conflict` for a closed case and for a name
 * that the case has, `invalid` for one search too many, or a ZodError.
 */
export async function saveSearch(input: NewSearch, actor: Actor): Promise<{ id: number }> {
  const { caseId, name, query } = NewSearch.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "searches.change" });
    const { count } = await transaction.savedSearch.createMany({
      data: [{ caseId, name, query, actor: actorOf(actor) }],
      skipDuplicates: true,
    });
    if (count === 0) throw new AppError("conflict", `The case has a search called “${name}” already.`);
    if ((await transaction.savedSearch.count({ where: { caseId } })) > MOST_SAVED)
      throw new AppError("invalid", `A case keeps at most ${MOST_SAVED} searches.`);
    await appendAuditEntry(transaction, { actor, action: "search.saved", caseId, subject: name, detail: { query } });
    return transaction.savedSearch.findUniqueOrThrow({
      where: { caseId_name: { caseId, name } },
      select: { id: true },
    });
  });
}
