import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { removeUnusedBytes } from "@/lib/reference/remove-unused-bytes";

export const RemovedReference = z.object({ id: z.number().int().positive() });

/** Takes a file of reference data away, with its entries and, where no other row has them, its bytes. */
export async function removeReference(input: z.input<typeof RemovedReference>, actor: Actor): Promise<void> {
  checkInstallation(actor, "reference.change");
  const { id } = RemovedReference.parse(input);
  const removed = await inTransaction(async (transaction) => {
    const file = await transaction.referenceFile.findUnique({ where: { id } });
    if (!file) throw new AppError("not-found", "There is no such file any more.");
    await transaction.referenceFile.delete({ where: { id } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "reference.removed", caseId: null, subject: file.name },
      detail: { kind: file.kind, sha256: file.sha256 },
    });
    return file.sha256;
  });
  await removeUnusedBytes(removed);
}
