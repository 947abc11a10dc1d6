import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { askAccounts } from "@/lib/connections/ask-accounts";
import { connectionOf } from "@/lib/connections/connection-row";
import { getConnectionRow } from "@/lib/connections/get-connection";
import { ChosenConnection } from "@/lib/connections/remove-connection";
import { allActions } from "@/lib/connections/source-actions";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Json } from "@/lib/db/client";

/**
 * Asks AWS whether a connection may do what each source needs; what came of it is kept with the connection. Throws AppError
 * `forbidden`, `not-found`, and `conflict` where the connection was changed meanwhile.
 */
export async function tryConnection(input: z.input<typeof ChosenConnection>, person: Person): Promise<void> {
  checkInstallation(person, "connections.change");
  const { id } = ChosenConnection.parse(input);
  const row = await getConnectionRow(id);
  const test = await askAccounts(connectionOf(row), allActions(), person.email);
  await inTransaction(async (transaction) => {
    const data = { test: test as unknown as Json, testedAt: new Date() };
    const { count } = await transaction.awsConnection.updateMany({ where: { id, updatedAt: row.updatedAt }, data });
    if (count === 0) throw new AppError("conflict", "The connection was changed while it was tested: test it again.");
    const missing = test.accounts.flatMap(({ actions }) => actions.filter(({ state }) => state === "missing"));
    const detail = {
      accounts: test.accounts.length,
      unreachable: test.accounts.filter(({ fault }) => fault !== null).map(({ accountId }) => accountId),
      missing: [...new Set(missing.map(({ action }) => action))],
    };
    await appendAuditEntry(transaction, {
      actor: person,
      action: "connection.tested",
      caseId: null,
      subject: row.name,
      detail,
    });
  });
}
