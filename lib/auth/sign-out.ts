import { appendAuditEntry } from "@/lib/audit/append-entry";
import { authOver } from "@/lib/auth/auth";
import type { Person } from "@/lib/auth/person";
import { inTransaction } from "@/lib/db/client";

/** Ends the session of a request, and its cookie. */
export async function signOut(person: Person, headers: Headers): Promise<void> {
  await inTransaction(async (transaction) => {
    await authOver(transaction).api.signOut({ headers });
    await appendAuditEntry(transaction, {
      actor: person,
      action: "person.signed-out",
      caseId: null,
      subject: person.email,
      detail: {},
    });
  });
}
