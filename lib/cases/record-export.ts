import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

/** Writes down what leaves a case before it does. Throws AppError `not-found` or `forbidden`. */
export async function recordExport(
  {
    caseId,
    format,
    version = null,
    sha256,
    size,
    masked,
  }: {
    caseId: string;
    format: string;
    version?: number | null;
    sha256: string;
    size: number;
    masked: readonly string[];
  },
  actor: Actor,
): Promise<void> {
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "report.export" });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "report.exported", caseId, subject: format },
      detail: { sha256, size, masked: [...masked], ...(version === null ? {} : { version }) },
    });
  });
}
