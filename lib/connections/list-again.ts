import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { connectionOf } from "@/lib/connections/connection-row";
import { getConnectionRow } from "@/lib/connections/get-connection";
import { reachAccounts } from "@/lib/connections/reach-accounts";
import { ChosenConnection } from "@/lib/connections/remove-connection";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

/** Reads an organisation's accounts anew. Throws AppError `forbidden`, `not-found`, `invalid` and `unavailable`. */
export async function listAgain(input: z.input<typeof ChosenConnection>, person: Person): Promise<void> {
  checkInstallation(person, "connections.change");
  const { id } = ChosenConnection.parse(input);
  const row = await getConnectionRow(id);
  const { organisationRole: roleName, organisationReader: readerArn } = row;
  if (roleName === null)
    throw new AppError("invalid", "This connection's accounts were written down: they are changed there.");
  const accounts = await reachAccounts(connectionOf(row), { by: "organisation", roleName, readerArn }, person.email);
  await inTransaction(async (transaction) => {
    // Only the list that was asked for with these settings is kept.
    const data = { accounts: accounts.map((account) => ({ ...account })), listedAt: new Date() };
    const { count } = await transaction.awsConnection.updateMany({ where: { id, updatedAt: row.updatedAt }, data });
    if (count === 0) throw new AppError("conflict", "The connection was changed meanwhile: read its accounts again.");
    const before = connectionOf(row).accounts.map(({ accountId }) => accountId);
    const now = accounts.map(({ accountId }) => accountId);
    const detail = {
      accounts: now.length,
      gone: before.filter((one) => !now.includes(one)),
      come: now.filter((one) => !before.includes(one)),
    };
    await appendAuditEntry(transaction, {
      actor: person,
      action: "connection.listed",
      caseId: null,
      subject: row.name,
      detail,
    });
  });
}
