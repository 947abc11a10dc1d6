import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { columnsOf, connectionFrom, connectionOf } from "@/lib/connections/connection-row";
import { describeConnection } from "@/lib/connections/describe-connection";
import { lockName } from "@/lib/connections/lock-connections";
import { NewConnection } from "@/lib/connections/new-connection";
import { reachAccounts } from "@/lib/connections/reach-accounts";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const ChangedConnection = z.object({ id: z.uuid(), to: NewConnection });

/** Gives a connection other settings; what its last test found is forgotten. Throws what addConnection throws, and `not-found`. */
export async function changeConnection(input: z.input<typeof ChangedConnection>, person: Person): Promise<void> {
  checkInstallation(person, "connections.change");
  const { id, to } = ChangedConnection.parse(input);
  const base = connectionFrom(id, to);
  const connection = { ...base, accounts: await reachAccounts(base, to.reach, person.email) };
  await inTransaction(async (transaction) => {
    await lockName(transaction, connection.name, id);
    const before = await transaction.awsConnection.findUnique({ where: { id } });
    if (before === null) throw new AppError("not-found", "This connection was removed.");
    const data = { ...columnsOf(connection, to), test: {}, testedAt: null };
    await transaction.awsConnection.update({ where: { id }, data, select: { id: true } });
    const detail = {
      before: { name: before.name, ...describeConnection(connectionOf(before)) },
      after: describeConnection(connection),
    };
    await appendAuditEntry(transaction, {
      actor: person,
      action: "connection.changed",
      caseId: null,
      subject: connection.name,
      detail,
    });
  });
}
