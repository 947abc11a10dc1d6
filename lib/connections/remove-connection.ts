import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { connectionOf } from "@/lib/connections/connection-row";
import { describeConnection } from "@/lib/connections/describe-connection";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const ChosenConnection = z.object({ id: z.uuid() });

/** Takes a connection away; what was fetched with it stays. Throws AppError `forbidden` and `not-found`. */
export async function removeConnection(input: z.input<typeof ChosenConnection>, person: Person): Promise<void> {
  checkInstallation(person, "connections.change");
  const { id } = ChosenConnection.parse(input);
  await inTransaction(async (transaction) => {
    const found = await transaction.awsConnection.findUnique({ where: { id } });
    if (found === null) throw new AppError("not-found", "This connection was removed already.");
    await transaction.awsConnection.delete({ where: { id }, select: { id: true } });
    const detail = describeConnection(connectionOf(found));
    await appendAuditEntry(transaction, {
      actor: person,
      action: "connection.removed",
      caseId: null,
      subject: found.name,
      detail,
    });
  });
}
