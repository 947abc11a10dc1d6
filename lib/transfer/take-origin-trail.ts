import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

/** The trail that a case had where it came from, a line an entry; that it is taken is told. Throws AppError `not-found`. */
export async function takeOriginTrail(caseId: string, actor: Actor): Promise<string> {
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "report.export" });
    const origin = await transaction.caseOrigin.findUnique({
      where: { caseId },
      select: { trail: true, entries: true, archiveSha256: true },
    });
    if (!origin) throw new AppError("not-found", "This case was opened here: it has no other trail.");
    const { trail, ...detail } = origin;
    await appendAuditEntry(transaction, { ...{ actor, action: "audit.exported", caseId, subject: "origin" }, detail });
    return trail;
  });
}
