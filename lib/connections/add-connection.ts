import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { actorOf, type Person } from "@/lib/auth/person";
import { columnsOf, connectionFrom } from "@/lib/connections/connection-row";
import { describeConnection } from "@/lib/connections/describe-connection";
import { lockName } from "@/lib/connections/lock-connections";
import { NewConnection } from "@/lib/connections/new-connection";
import { reachAccounts } from "@/lib/connections/reach-accounts";
import { inTransaction } from "@/lib/db/client";

/**
 * Keeps a way into AWS; asks there for the accounts that were not written down. Throws AppError `forbidden`, `invalid`,
 * `conflict` for a name that is taken, and `unavailable` where AWS does not say which accounts there are.
 */
export async function addConnection(input: z.input<typeof NewConnection>, person: Person): Promise<{ id: string }> {
  checkInstallation(person, "connections.change");
  const given = NewConnection.parse(input);
  const base = connectionFrom(randomUUID(), given);
  const connection = { ...base, accounts: await reachAccounts(base, given.reach, person.email) };
  await inTransaction(async (transaction) => {
    await lockName(transaction, connection.name, null);
    const { id } = connection;
    const data = { id, ...columnsOf(connection, given), actor: actorOf(person) };
    await transaction.awsConnection.create({ data, select: { id: true } });
    const detail = describeConnection(connection);
    const entry = {
      actor: person,
      action: "connection.added",
      caseId: null,
      subject: connection.name,
      detail,
    } as const;
    await appendAuditEntry(transaction, entry);
  });
  return { id: connection.id };
}
