import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { type Actor, actorOf } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { FINDING_SERVICES } from "@/lib/sources/finding-filter.types";

const Watched = z.object({ connectionId: z.uuid("There is no such connection."), service: z.enum(FINDING_SERVICES) });
export const NewWatch = Watched.extend({ leastSeverity: z.number().min(1).max(9) });
export const EndedWatch = Watched;

/**
 * Watches for findings that are made from now on; watching again changes how severe they must be. Throws AppError `forbidden`
 * and `not-found`.
 */
export async function watchFindings(input: z.input<typeof NewWatch>, actor: Actor): Promise<void> {
  checkInstallation(actor, "connections.change");
  const { connectionId, service, leastSeverity } = NewWatch.parse(input);
  await inTransaction(async (transaction) => {
    const connection = await transaction.awsConnection.findUnique({ where: { id: connectionId } });
    if (connection === null) throw new AppError("not-found", "This connection was removed.");
    const where = { connectionId_service: { connectionId, service } };
    const before = await transaction.findingWatch.findUnique({ where, select: { leastSeverity: true } });
    await transaction.findingWatch.upsert({
      where,
      create: { connectionId, service, leastSeverity, actor: actorOf(actor) },
      update: { leastSeverity, actor: actorOf(actor) },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "findings.watched", caseId: null, subject: connection.name },
      detail: { service, leastSeverity, ...(before ? { was: before.leastSeverity } : {}) },
    });
  });
}

/** Ends a watch; the cases that it opened stay. Throws AppError `forbidden` and `not-found`. */
export async function unwatchFindings(input: z.input<typeof EndedWatch>, actor: Actor): Promise<void> {
  checkInstallation(actor, "connections.change");
  const { connectionId, service } = EndedWatch.parse(input);
  await inTransaction(async (transaction) => {
    const where = { connectionId_service: { connectionId, service } };
    const watch = await transaction.findingWatch.findUnique({ where, include: { connection: true } });
    if (watch === null) throw new AppError("not-found", "Nothing is watched for there.");
    await transaction.findingWatch.delete({ where, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "findings.unwatched", caseId: null, subject: watch.connection.name },
      detail: { service, leastSeverity: watch.leastSeverity },
    });
  });
}
